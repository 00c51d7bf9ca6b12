package io.vmregistry.spec.image;

import java.util.Optional;

/** How a disk's bytes are to be read. */
public enum DiskFormat {
    QCOW2("qcow2"),
    RAW("raw"),
    ISO("iso");

    private final String label;

    DiskFormat(String label) {
        this.label = label;
    }

    /** The word in VMFiles and annotations. */
    public String label() {
        return label;
    }

    public static Optional<DiskFormat> parse(String text) {
        for (DiskFormat format : values()) {
            if (format.label.equals(text)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
