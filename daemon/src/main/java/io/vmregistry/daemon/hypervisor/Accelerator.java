package io.vmregistry.daemon.hypervisor;

import java.util.Optional;

/** What runs a guest's instructions: the processor itself, or QEMU's translator, which is ten times slower. */
public enum Accelerator {
    KVM("kvm"),
    TCG("tcg");

    private final String label;

    Accelerator(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public static Optional<Accelerator> parse(String text) {
        for (Accelerator accelerator : values()) {
            if (accelerator.label.equals(text)) {
                return Optional.of(accelerator);
            }
        }
        return Optional.empty();
    }

    /** An accelerator and why it was taken, for {@code vmr doctor}. */
    public record Verdict(Accelerator accelerator, String reason) {}
}
