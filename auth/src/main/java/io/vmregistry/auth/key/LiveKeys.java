package io.vmregistry.auth.key;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The keys that sign and verify at this moment. Looks at the directory once a second at most, and goes on with what it
 * knows when it cannot read it, or when what it finds cannot sign: half of a copy, say.
 */
public final class LiveKeys implements Supplier<KeySet> {

    private static final Logger LOG = Logger.getLogger(LiveKeys.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KeyDirectory directory;
    private final Clock clock;
    private volatile Known known;

    private record Known(KeyRing ring, KeyDirectory.Stamp stamp, KeySet keys, Instant since, String trouble) {}

    /** Reads the directory, which has keys. */
    public LiveKeys(KeyDirectory directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
        KeyDirectory.Stamp stamp = directory.stamp();
        this.known = read(directory.read(), stamp, clock.instant());
    }

    @Override
    public KeySet get() {
        Known seen = known;
        return isFresh(seen, clock.instant()) ? seen.keys() : look();
    }

    private static boolean isFresh(Known seen, Instant now) {
        return Duration.between(seen.since(), now).abs().compareTo(PAUSE) < 0;
    }

    private synchronized KeySet look() {
        Instant now = clock.instant();
        Known before = known;
        if (isFresh(before, now)) {
            return before.keys();
        }
        known = after(before, now);
        if (!known.keys().signing().id().equals(before.keys().signing().id())) {
            LOG.infof("Signing with key %s from now on", known.keys().signing().id());
        }
        return known.keys();
    }

    private Known after(Known before, Instant now) {
        try {
            KeyDirectory.Stamp stamp = directory.stamp();
            boolean same = stamp.equals(before.stamp())
                    && before.ring().current(now).signing().isPresent();
            return read(same ? before.ring() : directory.read(), stamp, now);
        } catch (KeyException e) {
            String trouble = String.valueOf(e.getMessage());
            if (!trouble.equals(before.trouble())) {
                LOG.warnf("%s Going on with the keys that are known", trouble);
            }
            return new Known(before.ring(), before.stamp(), keysOf(before, now), now, trouble);
        }
    }

    private Known read(KeyRing ring, KeyDirectory.Stamp stamp, Instant now) {
        return new Known(ring, stamp, ring.keysAt(now, directory.tokenLife()), now, "");
    }

    private KeySet keysOf(Known before, Instant now) {
        return before.ring().current(now).signing().isPresent()
                ? before.ring().keysAt(now, directory.tokenLife())
                : before.keys();
    }
}
