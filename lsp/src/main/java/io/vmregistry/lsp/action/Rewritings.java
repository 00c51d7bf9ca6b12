package io.vmregistry.lsp.action;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.spec.files.ProjectFolder;
import io.vmregistry.spec.schema.Keys;
import io.vmregistry.spec.text.Position;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.yaml.Checked;
import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import io.vmregistry.spec.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.lsp4j.CodeAction;

/** Other ways to write what stands at a position: dependencies with conditions, user data inline or in a file. */
final class Rewritings {

    private static final int LARGEST_FILE = 64 << 10;

    private Rewritings() {}

    static List<CodeAction> of(OpenDocument document, Checked checked, Position position) {
        if (checked.tree().isEmpty() || !checked.whole()) {
            return List.of();
        }
        Steps steps = Steps.to(checked.tree().get(), position);
        List<CodeAction> actions = new ArrayList<>();
        if (steps.startsWith("services", "*", "dependsOn")) {
            conditions(document, steps.nodes().get(3), steps.nodes().get(2)).ifPresent(actions::add);
        }
        if (steps.startsWith("services", "*", "cloudInit", "*")) {
            Keys cloudInit = Keys.of(steps.nodes().get(3));
            String key = steps.path().get(3);
            String service = steps.path().get(1);
            cloudInit.entry(key).ifPresent(entry -> {
                if (key.endsWith("File")) {
                    inlined(document, entry).ifPresent(actions::add);
                } else if (entry.value() instanceof Scalar scalar
                        && !scalar.text().isEmpty()) {
                    NewFile.from(document, service, entry, scalar).ifPresent(actions::add);
                }
            });
        }
        return actions;
    }

    /** {@code [db]} as {@code {db: {condition: started}}}, which means the same. */
    private static Optional<CodeAction> conditions(OpenDocument document, YamlNode list, YamlNode service) {
        if (!(list instanceof Sequence sequence) || sequence.items().isEmpty()) {
            return Optional.empty();
        }
        List<String> names = sequence.items().stream()
                .filter(Scalar.class::isInstance)
                .map(item -> ((Scalar) item).text())
                .toList();
        Optional<Entry> key = Keys.of(service).entry("dependsOn");
        if (names.size() != sequence.items().size() || key.isEmpty()) {
            return Optional.empty();
        }
        String text =
                names.stream().map(name -> name + ": {condition: started}").collect(Collectors.joining(", ", "{", "}"));
        Position afterKey = key.get().key().range().end();
        TextRange behindColon = behindColon(document, afterKey, sequence.range().end());
        return Optional.of(Edits.rewriting(document, "Write conditions for the dependencies", behindColon, " " + text));
    }

    /** From behind a key's colon up to its value's end. */
    static TextRange behindColon(OpenDocument document, Position afterKey, Position end) {
        SourceText source = document.source();
        int colon = document.text().indexOf(':', source.offset(afterKey));
        int limit = source.offset(end);
        return source.range(colon < 0 || colon >= limit ? limit : colon + 1, limit);
    }

    private static Optional<CodeAction> inlined(OpenDocument document, Entry entry) {
        String path = Keys.of(YamlNode.mapping(java.util.Map.of("path", entry.value())))
                .text("path")
                .orElse("");
        Optional<String> content = document.surroundings()
                .projectFolder()
                .map(folder -> folder.read(path, LARGEST_FILE))
                .filter(ProjectFolder.Reading.Content.class::isInstance)
                .map(reading -> SourceText.decode(path, ((ProjectFolder.Reading.Content) reading).bytes()))
                .filter(text -> text.malformedAt().isEmpty())
                .map(SourceText::text);
        return content.filter(Rewritings::canBeBlock).map(text -> {
            String key = entry.name().substring(0, entry.name().length() - "File".length());
            String next = Edits.lineBreak(document)
                    + " ".repeat(entry.key().range().start().column() + 1);
            String block = text.lines()
                    .map(line -> line.isEmpty() ? Edits.lineBreak(document) : next + line)
                    .collect(Collectors.joining());
            return Edits.rewriting(
                    document,
                    "Write the file's text here",
                    entry.range(),
                    key + ": |" + (text.endsWith("\n") ? "" : "-") + block);
        });
    }

    /** What a block with the sign alone can hold: text that begins with a word, without strange characters. */
    private static boolean canBeBlock(String text) {
        return !text.isBlank()
                && !Character.isWhitespace(text.charAt(0))
                && !text.endsWith("\n\n")
                && !text.contains("${")
                && text.chars().allMatch(c -> c == '\n' || c == '\t' || (c >= ' ' && c != 0x7f && c < 0xd800));
    }
}
