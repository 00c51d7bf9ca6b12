package io.vmregistry.registry.access;

import io.vmregistry.registry.access.KeySource.UnreadableException;
import java.io.IOException;
import java.security.Key;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a source, as they were when it was read last. It is read again when a token names a key that is not known,
 * but not more often than every {@value #PAUSE_SECONDS} seconds, whatever tokens come; and when the keys are four minutes old, so
 * that a withdrawn one is forgotten: together with {@link CachedVerifier} within five. Keys whose source cannot be read hold for an hour.
 *
 * <p>A token chooses among these keys by its {@code kid} and in no other way; one without is taken where there is only one key.
 */
public final class KnownKeys implements VerificationKeyResolver {

    private static final Logger LOG = Logger.getLogger(KnownKeys.class);
    static final long PAUSE_SECONDS = 10;
    private static final Duration PAUSE = Duration.ofSeconds(PAUSE_SECONDS);
    private static final Duration FRESH = Duration.ofMinutes(4);
    private static final Duration OUTLIVES_ITS_SOURCE = Duration.ofHours(1);

    private final KeySource source;
    private final Clock clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Known known = new Known(Map.of(), Instant.MIN, Instant.MIN, true);

    /**
     * @param since when the keys were read
     * @param tried when they were asked for last, in vain or not
     */
    private record Known(Map<String, RSAPublicKey> keys, Instant since, Instant tried, boolean failed) {
        private Known {
            keys = Map.copyOf(keys);
        }

        @Nullable
        RSAPublicKey find(@Nullable String id) {
            if (id != null) {
                return keys.get(id);
            }
            List<RSAPublicKey> all = List.copyOf(Set.copyOf(keys.values()));
            return all.size() == 1 ? all.getFirst() : null;
        }
    }

    public KnownKeys(KeySource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /**
     * Reads the source now, so that a server with none does not start.
     *
     * @throws UnreadableException with what to do about it
     */
    public KnownKeys readNow() {
        Instant now = clock.instant();
        known = new Known(source.read(), now, now, false);
        return this;
    }

    @Override
    public Key resolveKey(JsonWebSignature signature, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        String id = signature.getKeyIdHeaderValue();
        Instant now = clock.instant();
        RSAPublicKey key = known.find(id);
        if (key == null) {
            reading.lock();
            readUnlessJustRead(now);
        } else if (now.isAfter(known.since().plus(FRESH)) && reading.tryLock()) {
            readUnlessJustRead(now);
        }
        Known seen = known;
        RSAPublicKey found = now.isAfter(plusSafely(seen.since())) ? null : seen.find(id);
        if (found != null) {
            return found;
        }
        if (seen.failed()) {
            throw new UnresolvableKeyException("the keys cannot be read now", new IOException("see the log"));
        }
        throw new UnresolvableKeyException("no key has this id");
    }

    private static Instant plusSafely(Instant since) {
        return since.equals(Instant.MIN) ? since : since.plus(OUTLIVES_ITS_SOURCE);
    }

    private void readUnlessJustRead(Instant now) {
        try {
            Known before = known;
            if (before.tried().equals(Instant.MIN)
                    || !now.isBefore(before.tried().plus(PAUSE))) {
                known = read(before, now);
            }
        } finally {
            reading.unlock();
        }
    }

    private Known read(Known before, Instant now) {
        try {
            return new Known(source.read(), now, now, false);
        } catch (UnreadableException e) {
            LOG.warn(e.getMessage());
            return new Known(before.keys(), before.since(), now, true);
        }
    }
}
