package io.vmregistry.spec.files;

/** Whether a file that a document names is there. Clients look into the document's folder; the daemon cannot. */
public interface FileLookup {

    /** What became of the look. */
    enum Finding {
        /** There, or nothing is known. */
        FOUND,
        /** No such file. */
        MISSING,
        /** Not a regular file, or not readable. */
        UNREADABLE,
        /** Outside the document's folder, also by way of a symbolic link. */
        OUTSIDE
    }

    /** Never throws; {@code path} is as the document has it. */
    Finding find(String path);

    /** For those who cannot look: every file counts as there. */
    static FileLookup unavailable() {
        return path -> Finding.FOUND;
    }
}
