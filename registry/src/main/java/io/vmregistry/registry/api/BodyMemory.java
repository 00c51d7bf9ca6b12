package io.vmregistry.registry.api;

import java.time.Duration;

/**
 * How much of the heap bodies may take, so that clients that are slow, or many, cannot fill it: half of it in all.
 *
 * @param bodies what each body takes that is being read, however slowly it comes
 * @param chunks what bodies take beside that while much comes at once; they do with less when there is no room
 * @param manifests what manifests take that are received or sent
 */
public record BodyMemory(MemoryShare bodies, MemoryShare chunks, MemoryShare manifests) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Shares of this process's heap. The largest manifest fits, whatever that leaves for others. */
    public static BodyMemory ofHeap(int maxManifestBytes) {
        long heap = Math.min(Runtime.getRuntime().maxMemory(), Integer.MAX_VALUE);
        int quarter = (int) (heap / 4);
        return of(quarter, quarter / 2, Math.max(quarter / 2, maxManifestBytes), PATIENCE);
    }

    static BodyMemory of(int bodies, int chunks, int manifests, Duration patience) {
        return new BodyMemory(
                new MemoryShare(bodies, patience),
                new MemoryShare(chunks, patience),
                new MemoryShare(manifests, patience));
    }
}
