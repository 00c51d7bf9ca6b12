package io.vmregistry.lsp.structure;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.document.Places;
import io.vmregistry.spec.schema.Keys;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.yaml.Checked;
import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import java.util.List;
import java.util.Optional;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.SymbolKind;

/** The outline: outermost keys, in them what they name, in a service its keys. */
public final class Symbols {

    private static final int DEEPEST = 3;

    private Symbols() {}

    public static List<DocumentSymbol> of(OpenDocument document) {
        Optional<YamlNode> tree = document.checked().flatMap(Checked::tree);
        return tree.map(root -> children(root, "", 1)).orElse(List.of());
    }

    private static List<DocumentSymbol> children(YamlNode node, String section, int depth) {
        return Keys.of(node).entries().stream()
                .filter(entry -> !entry.name().isBlank())
                .map(entry -> symbol(entry, section, depth))
                .toList();
    }

    private static DocumentSymbol symbol(Entry entry, String section, int depth) {
        DocumentSymbol symbol = new DocumentSymbol(
                entry.name(),
                kind(section, depth),
                Places.of(entry.range()),
                Places.of(entry.key().range()));
        detail(entry, section, depth).ifPresent(symbol::setDetail);
        // What an alias repeats stands elsewhere, and a symbol's children stand inside of it.
        if (depth < DEEPEST && standsInside(entry)) {
            symbol.setChildren(children(entry.value(), depth == 1 ? entry.name() : section, depth + 1));
        }
        return symbol;
    }

    private static boolean standsInside(Entry entry) {
        TextRange range = entry.value().range();
        return entry.value() instanceof Mapping mapping
                && mapping.entries().stream()
                        .allMatch(child -> isInside(child.key().range(), range) && isInside(child.range(), range));
    }

    private static boolean isInside(TextRange inner, TextRange outer) {
        return outer.start().compareTo(inner.start()) <= 0 && inner.end().compareTo(outer.end()) <= 0;
    }

    private static SymbolKind kind(String section, int depth) {
        if (depth == 1) {
            return SymbolKind.Namespace;
        }
        if (depth > 2) {
            return SymbolKind.Property;
        }
        return switch (section) {
            case "services" -> SymbolKind.Class;
            case "networks" -> SymbolKind.Interface;
            case "volumes" -> SymbolKind.Struct;
            default -> SymbolKind.Property;
        };
    }

    private static Optional<String> detail(Entry entry, String section, int depth) {
        if (depth != 2) {
            return Optional.empty();
        }
        Keys keys = Keys.of(entry.value());
        return switch (section) {
            case "services" -> keys.text("image");
            case "networks" -> keys.text("subnet").or(() -> keys.text("mode"));
            case "volumes" -> keys.text("size");
            default -> Optional.empty();
        };
    }
}
