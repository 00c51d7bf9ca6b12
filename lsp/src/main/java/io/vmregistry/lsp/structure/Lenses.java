package io.vmregistry.lsp.structure;

import io.vmregistry.lsp.document.Names.Sort;
import io.vmregistry.lsp.document.Names.Use;
import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.outline.OutlineListener;
import io.vmregistry.lsp.outline.OutlinePath;
import io.vmregistry.lsp.outline.OutlineScanner;
import io.vmregistry.spec.schema.DocumentKind;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.lsp4j.CodeLens;
import org.eclipse.lsp4j.Command;

/**
 * Commands shown above what they act on. The client carries them out: each has the document's URI as its first argument and,
 * at a service, the service's name as its second.
 */
public final class Lenses {

    /** Starts the project, or one service of it. */
    public static final String UP = "vmr.compose.up";

    /** Shows the logs of the project, or of one service of it. */
    public static final String LOGS = "vmr.compose.logs";

    /** Opens a shell in a service's guest. */
    public static final String SSH = "vmr.ssh";

    private Lenses() {}

    public static List<CodeLens> of(OpenDocument document) {
        if (document.kind().filter(DocumentKind.VMCOMPOSE::equals).isEmpty()) {
            return List.of();
        }
        List<CodeLens> lenses = new ArrayList<>();
        OutlineScanner.scan(document.text(), new OutlineListener() {
            @Override
            public void key(OutlinePath path, String name, int start, int end) {
                if (path.matches("services")) {
                    lenses.add(lens(document, start, end, "Up", UP, List.of(document.uri())));
                    lenses.add(lens(document, start, end, "Logs", LOGS, List.of(document.uri())));
                }
            }
        });
        for (Use use : document.names().uses()) {
            if (use.sort() == Sort.SERVICE && use.given()) {
                List<Object> arguments = List.of(document.uri(), use.name());
                lenses.add(lens(document, use.start(), use.end(), "Up", UP, arguments));
                lenses.add(lens(document, use.start(), use.end(), "Logs", LOGS, arguments));
                lenses.add(lens(document, use.start(), use.end(), "SSH", SSH, arguments));
            }
        }
        return lenses;
    }

    private static CodeLens lens(
            OpenDocument document, int start, int end, String title, String command, List<Object> arguments) {
        return new CodeLens(document.range(start, end), new Command(title, command, arguments), null);
    }
}
