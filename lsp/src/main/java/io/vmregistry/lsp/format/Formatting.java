package io.vmregistry.lsp.format;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.yaml.YamlDocument;
import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import io.vmregistry.spec.yaml.YamlNode.Sequence;
import io.vmregistry.spec.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.lsp4j.TextEdit;

/**
 * Two columns for each level, one space behind dashes and colons, no space at line ends, one line end at the text's end.
 * Comments, blank lines, quotes, brackets and the insides of texts stay. When the text is not YAML, or the result would not be
 * the same document, nothing is changed.
 */
public final class Formatting {

    private Formatting() {}

    /** One edit for each line that changes, in the order of the text. */
    public static List<TextEdit> edits(OpenDocument document) {
        SourceText source = document.source();
        List<String> before = lines(source);
        List<String> after = Layout.of(document.text(), source);
        if (after.equals(before) && !lacksEnd(document.text())) {
            return List.of();
        }
        List<TextEdit> edits = changed(document, before, after);
        return isSame(source, SourceText.of(document.uri(), applied(document, before, after))) ? edits : List.of();
    }

    private static List<String> lines(SourceText source) {
        List<String> lines = new ArrayList<>(source.lineCount());
        for (int line = 1; line <= source.lineCount(); line++) {
            lines.add(source.line(line));
        }
        return lines;
    }

    private static List<TextEdit> changed(OpenDocument document, List<String> before, List<String> after) {
        List<TextEdit> edits = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).equals(after.get(i))) {
                int start = lineStart(document, i);
                edits.add(
                        new TextEdit(document.range(start, start + before.get(i).length()), after.get(i)));
            }
        }
        if (lacksEnd(document.text())) {
            int end = document.text().length();
            edits.add(new TextEdit(document.range(end, end), lineBreak(document.text())));
        }
        return edits;
    }

    private static int lineStart(OpenDocument document, int index) {
        return document.source().offset(new io.vmregistry.spec.text.Position(index + 1, 1));
    }

    private static boolean lacksEnd(String text) {
        return !text.isBlank() && !text.endsWith("\n") && !text.endsWith("\r");
    }

    private static String lineBreak(String text) {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }

    /** The text after the edits. */
    private static String applied(OpenDocument document, List<String> before, List<String> after) {
        String text = document.text();
        StringBuilder result = new StringBuilder(text.length());
        for (int i = 0; i < before.size(); i++) {
            int end = lineStart(document, i) + before.get(i).length();
            int next = i + 1 < before.size() ? lineStart(document, i + 1) : text.length();
            result.append(after.get(i)).append(text, end, next);
        }
        return lacksEnd(text) ? result.append(lineBreak(text)).toString() : result.toString();
    }

    private static boolean isSame(SourceText before, SourceText after) {
        YamlDocument old = YamlReader.read(before);
        YamlDocument made = YamlReader.read(after);
        return old.whole()
                && made.whole()
                && old.diagnostics().size() == made.diagnostics().size()
                && old.root().isPresent() == made.root().isPresent()
                && (old.root().isEmpty() || isSame(old.root().get(), made.root().orElseThrow()));
    }

    private static boolean isSame(YamlNode a, YamlNode b) {
        return switch (a) {
            case Scalar scalar ->
                b instanceof Scalar other
                        && scalar.text().equals(other.text())
                        && scalar.kind() == other.kind()
                        && scalar.style() == other.style();
            case Sequence sequence -> b instanceof Sequence other && areSame(sequence.items(), other.items());
            case Mapping mapping -> b instanceof Mapping other && haveSame(mapping.entries(), other.entries());
        };
    }

    private static boolean areSame(List<YamlNode> a, List<YamlNode> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!isSame(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean haveSame(List<Entry> a, List<Entry> b) {
        return a.size() == b.size()
                && areSame(
                        List.copyOf(a.stream().map(Entry::key).toList()),
                        List.copyOf(b.stream().map(Entry::key).toList()))
                && areSame(
                        a.stream().map(Entry::value).toList(),
                        b.stream().map(Entry::value).toList());
    }
}
