package io.vmregistry.registry.access;

import io.vmregistry.spec.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers good tokens by their hash, so that a push of many blobs verifies one signature. It holds a bounded number,
 * none past its expiry, and no token itself. Refusals are not remembered: they must not push good tokens out.
 */
public final class CachedVerifier implements TokenVerifier {

    private static final int CAPACITY = 4_096;

    private final TokenVerifier verifier;
    private final Clock clock;
    private final Map<Digest, Verdict.Accepted> accepted = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Verdict.Accepted> eldest) {
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
        Verdict.@Nullable Accepted known;
        synchronized (accepted) {
            known = accepted.get(key);
            if (known != null && !clock.instant().isBefore(known.expires())) {
                accepted.remove(key);
                known = null;
            }
        }
        if (known != null) {
            return known;
        }
        Verdict verdict = verifier.verify(token);
        if (verdict instanceof Verdict.Accepted good) {
            synchronized (accepted) {
                accepted.put(key, good);
            }
        }
        return verdict;
    }
}
