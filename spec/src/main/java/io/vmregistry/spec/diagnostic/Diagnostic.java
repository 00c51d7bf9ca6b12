package io.vmregistry.spec.diagnostic;

import io.vmregistry.spec.text.TextRange;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One thing that is wrong with a document.
 *
 * @param file the document's name as its reader gave it
 * @param message what is wrong, quoting the offending value
 * @param hint what to do next
 */
public record Diagnostic(
        Code code,
        Severity severity,
        String file,
        TextRange range,
        String message,
        Optional<String> hint,
        List<Related> related) {

    /** In the order of the text, then of the codes. */
    public static final Comparator<Diagnostic> BY_POSITION = Comparator.comparing(
                    (Diagnostic diagnostic) -> diagnostic.range().start())
            .thenComparing(Diagnostic::code)
            .thenComparing(Diagnostic::message);

    public Diagnostic {
        related = List.copyOf(related);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** {@code file:line:column: error[VMC014]: message (hint)}, on one line whatever the message quotes. */
    public String render() {
        String line = "%s:%s: %s[%s]: %s%s"
                .formatted(
                        file,
                        range.start(),
                        severity.label(),
                        code.id(),
                        message,
                        hint.map(text -> " (" + text + ")").orElse(""));
        return line.replaceAll("\\R+", " ");
    }

    @Override
    public String toString() {
        return render();
    }
}
