package io.vmregistry.spec.files;

import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.diagnostic.Findings;
import java.util.List;

/** The codes under which a format reports files, and how it words them. */
public enum FileCodes {
    VMFILE(Code.VMFILE_FILE_MISSING, Code.VMFILE_FILE_OUTSIDE, Code.VMFILE_FILE_TOO_LARGE),
    VMCOMPOSE(Code.FILE_MISSING, Code.FILE_OUTSIDE, Code.FILE_TOO_LARGE);

    private final Code missing;
    private final Code outside;
    private final Code tooLarge;

    FileCodes(Code missing, Code outside, Code tooLarge) {
        this.missing = missing;
        this.outside = outside;
        this.tooLarge = tooLarge;
    }

    /** Reports every file that is not there for {@code lookup}. */
    public void check(List<NamedFile> files, FileLookup lookup, Findings findings) {
        files.forEach(file -> report(file, lookup.find(file.path()), findings));
    }

    public void report(NamedFile file, FileLookup.Finding finding, Findings findings) {
        switch (finding) {
            case FOUND -> {}
            case MISSING ->
                findings.add(
                        missing,
                        file.range(),
                        "there is no file \"%s\"".formatted(file.path()),
                        "create it, or correct the path; it is relative to this file's folder");
            case UNREADABLE ->
                findings.add(
                        missing,
                        file.range(),
                        "\"%s\" cannot be read as a file".formatted(file.path()),
                        "name a regular file that you may read");
            case OUTSIDE ->
                findings.add(
                        outside,
                        file.range(),
                        "\"%s\" lies outside this file's folder".formatted(file.path()),
                        "move or copy it into the folder; links out of it are not followed");
        }
    }

    public void reportTooLarge(NamedFile file, int maxBytes, Findings findings) {
        findings.add(
                tooLarge,
                file.range(),
                "\"%s\" is larger than %d bytes".formatted(file.path(), maxBytes),
                "put large data into an image or a volume");
    }

    public void reportNoText(NamedFile file, Findings findings) {
        findings.add(
                missing,
                file.range(),
                "\"%s\" is not UTF-8 text".formatted(file.path()),
                "scripts and cloud-init data are text");
    }
}
