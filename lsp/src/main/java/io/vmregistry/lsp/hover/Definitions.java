package io.vmregistry.lsp.hover;

import io.vmregistry.lsp.document.Names.Sort;
import io.vmregistry.lsp.document.Names.Use;
import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.spec.schema.Keys;
import io.vmregistry.spec.yaml.Checked;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** In a line, what a name stands for. */
final class Definitions {

    private Definitions() {}

    static String describe(OpenDocument document, Use use) {
        String head = "**%s** %s".formatted(use.sort().name().toLowerCase(Locale.ROOT), use.name());
        Optional<Keys> root = document.checked().flatMap(Checked::tree).map(Keys::of);
        return switch (use.sort()) {
            case SERVICE ->
                head
                        + root.map(keys -> of(keys.keys("services").keys(use.name()), "image", "diskSize", "replicas"))
                                .orElse("");
            case NETWORK ->
                head
                        + root.map(keys -> of(
                                        keys.keys("networks").keys(use.name()),
                                        "mode",
                                        "subnet",
                                        "gateway",
                                        "bridge",
                                        "external",
                                        "name"))
                                .orElse("");
            case VOLUME ->
                head
                        + root.map(keys ->
                                        of(keys.keys("volumes").keys(use.name()), "size", "format", "external", "name"))
                                .orElse("");
            case PROFILE, ANCHOR -> head + used(document, use);
        };
    }

    private static String of(Keys keys, String... names) {
        List<String> parts = new ArrayList<>();
        for (String name : names) {
            keys.text(name).ifPresent(value -> parts.add("%s `%s`".formatted(name, value.replace("`", "'"))));
        }
        return parts.isEmpty() ? "" : " – " + String.join(", ", parts);
    }

    private static String used(OpenDocument document, Use use) {
        long uses = document.names().sameAs(use).stream()
                .filter(other -> use.sort() == Sort.PROFILE || !other.given())
                .count();
        return " – used " + (uses == 1 ? "once" : uses + " times");
    }
}
