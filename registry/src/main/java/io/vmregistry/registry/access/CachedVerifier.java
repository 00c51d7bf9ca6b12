package io.vmregistry.registry.access;

import io.vmregistry.spec.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers good tokens by their hash, so that a push of many blobs verifies one signature. It holds a bounded number,
 * none past its expiry nor for more than a minute, so that a token of a key that was withdrawn is not believed for
 * as long as it says itself, and no token itself. Refusals are not remembered: they must not push good tokens out.
 */
public final class CachedVerifier implements TokenVerifier {

    private static final int CAPACITY = 4_096;
    private static final Duration TRUST = Duration.ofMinutes(1);

    private record Remembered(Verdict.Accepted verdict, Instant until) {}

    private final TokenVerifier verifier;
    private final Clock clock;
    private final Map<Digest, Remembered> accepted = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Remembered> eldest) {
            return size() > CAPACITY;
        }
    };

    public CachedVerifier(TokenVerifier verifier, Clock clock) {
        this.verifier = verifier;
        this.clock = clock;
    }

    @Override
    public Verdict verify(String token) {
        Digest key = Digest.of(token.getBytes(StandardCharsets.UTF_8));
        Instant now = clock.instant();
        @Nullable Remembered known;
        synchronized (accepted) {
            known = accepted.get(key);
            if (known != null && !now.isBefore(known.until())) {
                accepted.remove(key);
                known = null;
            }
        }
        if (known != null) {
            return known.verdict();
        }
        Verdict verdict = verifier.verify(token);
        if (verdict instanceof Verdict.Accepted good) {
            Instant until = now.plus(TRUST);
            synchronized (accepted) {
                accepted.put(key, new Remembered(good, good.expires().isBefore(until) ? good.expires() : until));
            }
        }
        return verdict;
    }
}
