package io.vmregistry.registry.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.registry.access.KeySource.UnreadableException;
import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KnownKeysTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final RSAPublicKey FIRST = (RSAPublicKey) TestTokens.KEYS.getPublic();
    private static final RSAPublicKey SECOND = (RSAPublicKey) TestTokens.keys().getPublic();

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicReference<Map<String, RSAPublicKey>> published = new AtomicReference<>(Map.of("first", FIRST));
    private final KnownKeys keys = new KnownKeys(this::read, clock);

    private Map<String, RSAPublicKey> read() {
        reads.incrementAndGet();
        if (published.get().isEmpty()) {
            throw new UnreadableException("away");
        }
        return published.get();
    }

    private Object resolve(@Nullable String kid) throws UnresolvableKeyException {
        JsonWebSignature signature = new JsonWebSignature();
        if (kid != null) {
            signature.setKeyIdHeaderValue(kid);
        }
        return keys.resolveKey(signature, List.of());
    }

    private void after(Duration duration) {
        now.set(now.get().plus(duration));
    }

    private void unknown(@Nullable String kid) {
        assertThatThrownBy(() -> resolve(kid))
                .isInstanceOf(UnresolvableKeyException.class)
                .hasNoCause();
    }

    private void outOfReach(String kid) {
        assertThatThrownBy(() -> resolve(kid))
                .isInstanceOf(UnresolvableKeyException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void readsAgainForAKeyThatItDoesNotKnow() throws Exception {
        assertThat(resolve("first")).isEqualTo(FIRST);
        published.set(Map.of("first", FIRST, "second", SECOND));
        after(Duration.ofSeconds(10));

        assertThat(resolve("second")).isEqualTo(SECOND);
        assertThat(resolve("first")).isEqualTo(FIRST);
        assertThat(reads).hasValue(2);
    }

    @Test
    void readsNoMoreOftenThanThatWhateverIsAskedFor() throws Exception {
        resolve("first");
        for (int second = 0; second < 9; second++) {
            after(Duration.ofSeconds(1));
            unknown("made up " + second);
        }
        assertThat(reads).hasValue(1);
        after(Duration.ofSeconds(1));
        unknown("made up");
        unknown("made up as well");
        assertThat(reads).hasValue(2);
    }

    @Test
    void forgetsAWithdrawnKeyWithinFourMinutes() throws Exception {
        resolve("first");
        published.set(Map.of("second", SECOND));
        after(Duration.ofMinutes(4));
        assertThat(resolve("first")).isEqualTo(FIRST);

        after(Duration.ofSeconds(1));

        unknown("first");
    }

    @Test
    void goesOnForAnHourWhileTheSourceIsAway() throws Exception {
        resolve("first");
        published.set(Map.of());
        after(Duration.ofMinutes(59));
        assertThat(resolve("first")).isEqualTo(FIRST);
        outOfReach("second");
        after(Duration.ofMinutes(2));
        outOfReach("first");

        published.set(Map.of("first", FIRST));
        after(Duration.ofSeconds(10));

        assertThat(resolve("first")).isEqualTo(FIRST);
    }

    @Test
    void saysThatKeysAreOutOfReachWhenThereNeverWereAny() {
        published.set(Map.of());
        outOfReach("first");
        assertThatThrownBy(() -> new KnownKeys(this::read, clock).readNow()).isInstanceOf(UnreadableException.class);
    }

    @Test
    void takesATokenWithoutKeyIdWhereThereIsOneKeyOnly() throws Exception {
        published.set(Map.of("first", FIRST, "its other name", FIRST));
        assertThat(resolve(null)).isEqualTo(FIRST);
        published.set(Map.of("first", FIRST, "second", SECOND));
        after(Duration.ofMinutes(6));
        resolve("second");

        unknown(null);
    }
}
