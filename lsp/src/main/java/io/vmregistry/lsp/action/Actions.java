package io.vmregistry.lsp.action;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.document.Places;
import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.schema.DocumentKind;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.yaml.Checked;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionParams;

/** Quick fixes for the diagnostics in a range, and rewritings of what stands there. */
public final class Actions {

    private Actions() {}

    public static List<CodeAction> of(OpenDocument document, CodeActionParams parameters) {
        Checked checked = document.checked().orElseThrow();
        TextRange range = Places.from(parameters.getRange());
        List<CodeAction> actions = new ArrayList<>();
        for (Diagnostic diagnostic : checked.diagnostics()) {
            if (touch(diagnostic.range(), range)) {
                actions.addAll(Corrections.of(document, checked, diagnostic));
            }
        }
        if (document.kind().filter(DocumentKind.VMCOMPOSE::equals).isPresent()) {
            actions.addAll(Rewritings.of(document, checked, range.start()));
        }
        List<String> wanted =
                parameters.getContext() == null ? null : parameters.getContext().getOnly();
        return wanted == null || wanted.isEmpty()
                ? actions
                : actions.stream()
                        .filter(action -> wanted.stream()
                                .anyMatch(kind -> action.getKind().startsWith(kind)))
                        .toList();
    }

    private static boolean touch(TextRange a, TextRange b) {
        return a.start().compareTo(b.end()) <= 0 && b.start().compareTo(a.end()) <= 0;
    }
}
