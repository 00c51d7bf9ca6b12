package io.vmregistry.cli.document;

import java.util.List;

/** A file is not what it should be. Each line is one finding, ready to be printed. */
public final class InvalidDocumentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> lines;

    public InvalidDocumentException(List<String> lines) {
        super(String.join("\n", lines));
        this.lines = List.copyOf(lines);
    }

    public List<String> lines() {
        return lines;
    }
}
