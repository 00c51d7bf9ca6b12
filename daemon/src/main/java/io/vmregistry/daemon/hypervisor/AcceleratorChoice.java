package io.vmregistry.daemon.hypervisor;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which accelerator guests get: the one that the operator asked for, otherwise what a probe found. The probe runs once,
 * when the verdict is first needed, and the verdict stands until the daemon stops.
 */
public final class AcceleratorChoice implements Supplier<Accelerator.Verdict> {

    private final Supplier<Accelerator.Verdict> probe;
    private Accelerator.@Nullable Verdict verdict;

    private AcceleratorChoice(Supplier<Accelerator.Verdict> probe) {
        this.probe = probe;
    }

    /**
     * A choice.
     *
     * @param wanted empty: automatic, as {@code probe} finds
     */
    public static AcceleratorChoice of(Optional<Accelerator> wanted, Supplier<Accelerator.Verdict> probe) {
        return new AcceleratorChoice(wanted.<Supplier<Accelerator.Verdict>>map(accelerator ->
                        () -> new Accelerator.Verdict(accelerator, "-accel " + accelerator.label() + " was given"))
                .orElse(probe));
    }

    @Override
    public synchronized Accelerator.Verdict get() {
        Accelerator.@Nullable Verdict known = verdict;
        if (known == null) {
            known = probe.get();
            verdict = known;
        }
        return known;
    }
}
