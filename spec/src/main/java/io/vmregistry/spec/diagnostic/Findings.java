package io.vmregistry.spec.diagnostic;

import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.text.TextRange;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects the diagnostics of one document. What is found twice, through an alias for instance, is kept once. */
public final class Findings {

    private final String file;
    private final Set<Diagnostic> found = new LinkedHashSet<>();
    private int errors;

    public Findings(SourceText source) {
        this(source.name());
    }

    public Findings(String file) {
        this.file = file;
    }

    /** The document's name. */
    public String file() {
        return file;
    }

    public void add(Code code, TextRange range, String message) {
        add(code, range, message, Optional.empty(), List.of());
    }

    public void add(Code code, TextRange range, String message, String hint) {
        add(code, range, message, Optional.of(hint), List.of());
    }

    public void add(Code code, TextRange range, String message, String hint, Related related) {
        add(code, range, message, Optional.of(hint), List.of(related));
    }

    public void addAll(List<Diagnostic> diagnostics) {
        diagnostics.forEach(this::keep);
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    private void add(Code code, TextRange range, String message, Optional<String> hint, List<Related> related) {
        keep(new Diagnostic(code, code.severity(), file, range, message, hint, related));
    }

    private void keep(Diagnostic diagnostic) {
        if (found.add(diagnostic) && diagnostic.isError()) {
            errors++;
        }
    }

    public boolean hasErrors() {
        return errors > 0;
    }

    /** All findings in the order of the text. */
    public List<Diagnostic> sorted() {
        return found.stream().sorted(Diagnostic.BY_POSITION).toList();
    }
}
