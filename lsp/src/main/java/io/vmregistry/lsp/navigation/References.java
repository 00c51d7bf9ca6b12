package io.vmregistry.lsp.navigation;

import io.vmregistry.lsp.document.Names;
import io.vmregistry.lsp.document.Names.Sort;
import io.vmregistry.lsp.document.Names.Use;
import io.vmregistry.lsp.document.OpenDocument;
import java.util.List;
import java.util.Optional;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightKind;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;

/** The places of the name under the cursor: a service, network, volume, profile or anchor. */
public final class References {

    private References() {}

    /** Where the name is given; empty for one that nobody gives. */
    public static List<Location> definition(OpenDocument document, Position position) {
        return at(document, position)
                .flatMap(use -> document.names().givenAs(use))
                .map(use -> List.of(location(document, use)))
                .orElse(List.of());
    }

    public static List<Location> references(OpenDocument document, Position position, boolean withDefinition) {
        Names names = document.names();
        return at(document, position).map(names::sameAs).orElse(List.of()).stream()
                .filter(use -> withDefinition || !use.given())
                .map(use -> location(document, use))
                .toList();
    }

    /** Where a name is given it is written, where it is used it is read. */
    public static List<DocumentHighlight> highlights(OpenDocument document, Position position) {
        Names names = document.names();
        return at(document, position).map(names::sameAs).orElse(List.of()).stream()
                .map(use -> new DocumentHighlight(
                        document.range(use.start(), use.end()),
                        use.given() ? DocumentHighlightKind.Write : DocumentHighlightKind.Read))
                .toList();
    }

    static Optional<Use> at(OpenDocument document, Position position) {
        return document.names().at(document.offset(position));
    }

    /** A profile is given by being used. */
    static boolean isKnown(OpenDocument document, Use use) {
        return use.sort() == Sort.PROFILE || document.names().givenAs(use).isPresent();
    }

    private static Location location(OpenDocument document, Use use) {
        return new Location(document.uri(), document.range(use.start(), use.end()));
    }
}
