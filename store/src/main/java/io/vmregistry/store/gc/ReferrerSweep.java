package io.vmregistry.store.gc;

import io.vmregistry.spec.reference.Reference;
import io.vmregistry.store.gc.GarbageCollector.Mode;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.referrer.ReferrerIndex;
import io.vmregistry.store.referrer.ReferrerIndex.Entry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * Removes entries of manifests that are gone: a push that was cut off wrote its entry first, a deletion that was cut off
 * would have removed it last. The manifest is looked for again after its entry was removed: a push that raced put it
 * there, and gets its entry back.
 */
public final class ReferrerSweep {

    private final ManifestStore manifests;
    private final ReferrerIndex index;
    private final Clock clock;

    public ReferrerSweep(ManifestStore manifests, ReferrerIndex index, Clock clock) {
        this.manifests = manifests;
        this.index = index;
        this.clock = clock;
    }

    /**
     * Removes entries, or counts them.
     *
     * @param grace how long an entry is kept although its manifest is not there: longer than a push takes from one to the other
     */
    public int sweep(Duration grace, Mode mode) {
        Instant idleSince = clock.instant().minus(grace);
        int removed = 0;
        try (Stream<Entry> all = index.list()) {
            for (Entry entry : (Iterable<Entry>) all::iterator) {
                if (entry.linked().isBefore(idleSince)
                        && !isThere(entry)
                        && (mode == Mode.DRY_RUN || remove(entry, idleSince))) {
                    removed++;
                }
            }
        }
        return removed;
    }

    private boolean remove(Entry entry, Instant idleSince) {
        if (!index.unlinkIfIdle(entry.repository(), entry.subject(), entry.referrer(), idleSince)) {
            return false;
        }
        if (isThere(entry)) {
            index.link(entry.repository(), entry.subject(), entry.referrer());
            return false;
        }
        return true;
    }

    private boolean isThere(Entry entry) {
        return manifests
                .get(entry.repository(), new Reference.ByDigest(entry.referrer()))
                .isPresent();
    }
}
