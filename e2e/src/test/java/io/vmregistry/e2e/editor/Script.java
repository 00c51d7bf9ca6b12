package io.vmregistry.e2e.editor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a user does in one session with one document, as data: the client's script carries it out and writes what it saw. */
record Script(List<Map<String, Object>> steps) {

    Script {
        steps = List.copyOf(steps);
    }

    static Script begin() {
        return new Script(List.of());
    }

    /** Waits until there are so many diagnostics, and notes them. */
    Script diagnose(int count) {
        return with(Map.of("do", "diagnose", "count", count));
    }

    /** Asks for completion behind so many characters of the text's first {@code at}, and notes the labels. */
    Script complete(String at, int offset) {
        return with(Map.of("do", "complete", "at", at, "offset", offset));
    }

    /** Renames what the text's first {@code at} begins with, and notes the text. */
    Script rename(String at, String name) {
        return with(Map.of("do", "rename", "at", at, "name", name));
    }

    /** Asks what the text's first {@code at} is, and notes the answer. */
    Script hover(String at) {
        return with(Map.of("do", "hover", "at", at));
    }

    /** Types over the text's first {@code at}, which has to be on one line. */
    Script replace(String at, String with) {
        return with(Map.of("do", "replace", "at", at, "with", with));
    }

    private Script with(Map<String, Object> step) {
        List<Map<String, Object>> more = new ArrayList<>(steps);
        more.add(step);
        return new Script(more);
    }
}
