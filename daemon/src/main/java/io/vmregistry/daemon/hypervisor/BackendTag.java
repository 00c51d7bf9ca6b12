package io.vmregistry.daemon.hypervisor;

import java.util.Optional;

/** Which backend runs a machine. It is kept in the machine's record and never changes. */
public enum BackendTag {
    LIBVIRT("libvirt"),
    QEMU("qemu"),
    PROPOLIS("propolis"),
    SIMULATED("simulated");

    private final String label;

    BackendTag(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public static Optional<BackendTag> parse(String text) {
        for (BackendTag tag : values()) {
            if (tag.label.equals(text)) {
                return Optional.of(tag);
            }
        }
        return Optional.empty();
    }
}
