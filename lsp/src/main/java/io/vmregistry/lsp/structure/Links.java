package io.vmregistry.lsp.structure;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.outline.OutlineListener;
import io.vmregistry.lsp.outline.OutlinePath;
import io.vmregistry.lsp.outline.OutlineScanner;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.lsp4j.DocumentLink;

/** Files and web pages that the document names. */
public final class Links {

    private Links() {}

    public static List<DocumentLink> of(OpenDocument document) {
        List<DocumentLink> links = new ArrayList<>();
        OutlineScanner.scan(document.text(), new OutlineListener() {
            @Override
            public void scalar(OutlinePath path, Style style, int start, int end) {
                if (style != Style.BLOCK && end > start && namesFile(path)) {
                    target(document, document.text().substring(start, end))
                            .ifPresent(uri -> links.add(new DocumentLink(document.range(start, end), uri)));
                }
            }
        });
        return links;
    }

    private static boolean namesFile(OutlinePath path) {
        int depth = path.depth();
        String last = path.name(depth - 1);
        return switch (last) {
            case "userDataFile", "metaDataFile", "networkConfigFile" ->
                path.matches("services", "*", "cloudInit", last);
            case "script" ->
                path.matches("services", "*", "provision", "*", "shell", last)
                        || path.matches("spec", "provision", "*", "shell", last);
            case "source" ->
                path.matches("services", "*", "provision", "*", "file", last)
                        || path.matches("spec", "provision", "*", "file", last)
                        || path.matches("metadata", last);
            case "diskImage" -> path.matches("spec", last);
            default -> false;
        };
    }

    /** Empty for what is no place that an editor could open. */
    private static Optional<String> target(OpenDocument document, String written) {
        if (written.startsWith("https://") || written.startsWith("http://")) {
            return written.matches("\\S+") ? Optional.of(written) : Optional.empty();
        }
        if (written.contains("://") || written.contains("${") || written.startsWith("~")) {
            return Optional.empty();
        }
        return document.surroundings().folder().flatMap(folder -> file(folder, written));
    }

    private static Optional<String> file(Path folder, String written) {
        try {
            return Optional.of(folder.resolve(written).normalize().toUri().toString());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
