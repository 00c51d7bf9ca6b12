package io.vmregistry.lsp.navigation;

import io.vmregistry.lsp.document.Names.Sort;
import io.vmregistry.lsp.document.Names.Use;
import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.spec.schema.Format;
import io.vmregistry.spec.yaml.ScalarKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PrepareRenameResult;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;

/** A new name for a service, network, volume, profile or anchor, everywhere in its document. */
public final class Renaming {

    private static final Pattern ANCHOR = Pattern.compile("[^\\s,\\[\\]{}&*]{1,63}");

    private Renaming() {}

    /** What came of the wish. */
    public sealed interface Outcome {
        record Renamed(WorkspaceEdit edit) implements Outcome {}

        /** Why not, and what to do. */
        record Refused(String reason) implements Outcome {}
    }

    /** Empty where no name stands, or one that the document only uses: its other places are not here. */
    public static Optional<PrepareRenameResult> prepare(OpenDocument document, Position position) {
        return References.at(document, position)
                .filter(use -> References.isKnown(document, use))
                .map(use -> new PrepareRenameResult(document.range(use.start(), use.end()), use.name()));
    }

    public static Outcome rename(OpenDocument document, Position position, String wanted) {
        Optional<Use> at = References.at(document, position).filter(use -> References.isKnown(document, use));
        if (at.isEmpty()) {
            return new Outcome.Refused("put the cursor on a service, network, volume, profile or anchor of this file");
        }
        Use use = at.get();
        Optional<String> malformed = malformed(use.sort(), wanted);
        if (malformed.isPresent()) {
            return new Outcome.Refused("\"%s\" is no name for it: write %s".formatted(wanted, malformed.get()));
        }
        if (!wanted.equals(use.name()) && document.names().given(use.sort()).contains(wanted)) {
            return new Outcome.Refused("\"%s\" exists already: choose another name".formatted(wanted));
        }
        List<TextEdit> edits = document.names().sameAs(use).stream()
                .map(place -> new TextEdit(
                        document.range(place.start(), place.end()), written(document.text(), place, wanted)))
                .toList();
        return new Outcome.Renamed(new WorkspaceEdit(Map.of(document.uri(), edits)));
    }

    private static Optional<String> malformed(Sort sort, String wanted) {
        return switch (sort) {
            case SERVICE, PROFILE -> unless(Format.DNS_LABEL, wanted);
            case NETWORK, VOLUME -> unless(Format.RESOURCE_NAME, wanted);
            case ANCHOR ->
                ANCHOR.matcher(wanted).matches() ? Optional.empty() : Optional.of("a word without spaces and brackets");
        };
    }

    private static Optional<String> unless(Format format, String wanted) {
        return format.accepts(wanted) ? Optional.empty() : Optional.of(format.description());
    }

    /** A name that would be read as a number gets quotes where it has none. */
    private static String written(String text, Use place, String wanted) {
        boolean quoted = place.start() > 0 && "\"'".indexOf(text.charAt(place.start() - 1)) >= 0;
        boolean needsQuotes = place.sort() != Sort.ANCHOR && ScalarKind.ofPlain(wanted) != ScalarKind.TEXT;
        return needsQuotes && !quoted ? '"' + wanted + '"' : wanted;
    }
}
