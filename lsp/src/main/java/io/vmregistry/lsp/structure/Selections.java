package io.vmregistry.lsp.structure;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.document.Places;
import io.vmregistry.spec.text.Position;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.yaml.Checked;
import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import io.vmregistry.spec.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.lsp4j.SelectionRange;

/** Ever larger selections around a cursor: word, entry, mapping, and so on to the whole document. */
public final class Selections {

    private Selections() {}

    /** One for each position, in their order. */
    public static List<SelectionRange> of(OpenDocument document, List<org.eclipse.lsp4j.Position> positions) {
        return positions.stream().map(position -> at(document, position)).toList();
    }

    private static SelectionRange at(OpenDocument document, org.eclipse.lsp4j.Position position) {
        int offset = document.offset(position);
        Position at = document.source().position(offset);
        TextRange whole = document.source().range(0, document.text().length());
        List<TextRange> ranges = new ArrayList<>(List.of(whole));
        document.checked().flatMap(Checked::tree).ifPresent(root -> collect(root, at, ranges));
        ranges.add(new TextRange(at, at));
        SelectionRange outer = new SelectionRange(Places.of(whole), null);
        for (int i = 1; i < ranges.size(); i++) {
            TextRange inner = ranges.get(i);
            TextRange around = ranges.get(i - 1);
            boolean smaller = !inner.equals(around) && isInside(inner, around);
            boolean last = i == ranges.size() - 1;
            if (smaller && !(last && !around.touches(at))) {
                outer = new SelectionRange(Places.of(inner), outer);
            } else {
                ranges.set(i, around);
            }
        }
        return outer;
    }

    private static void collect(YamlNode root, Position at, List<TextRange> ranges) {
        Optional<YamlNode> node = Optional.of(root);
        while (node.isPresent() && node.get().range().touches(at)) {
            ranges.add(node.get().range());
            node = switch (node.get()) {
                case Scalar scalar -> Optional.empty();
                case Sequence sequence ->
                    sequence.items().stream()
                            .filter(item -> item.range().touches(at))
                            .findFirst();
                case Mapping mapping -> inside(mapping, at, ranges);
            };
        }
    }

    private static Optional<YamlNode> inside(Mapping mapping, Position at, List<TextRange> ranges) {
        Optional<Entry> entry = mapping.entries().stream()
                .filter(candidate -> candidate.range().touches(at))
                .findFirst();
        entry.ifPresent(found -> ranges.add(found.range()));
        if (entry.isPresent() && entry.get().key().range().touches(at)) {
            ranges.add(entry.get().key().range());
            return Optional.empty();
        }
        return entry.map(Entry::value);
    }

    private static boolean isInside(TextRange inner, TextRange outer) {
        return outer.start().compareTo(inner.start()) <= 0 && inner.end().compareTo(outer.end()) <= 0;
    }
}
