package io.vmregistry.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.key.KeySet;
import io.vmregistry.auth.key.SigningKey;
import io.vmregistry.testkit.token.HostileTokens;
import io.vmregistry.testkit.token.HostileTokens.HostileToken;
import io.vmregistry.testkit.token.TokenForge;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileTokensTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final SigningKey KEY = TestKeys.generate();
    private static final KeySet KEYS = KeySet.of(KEY);
    private static final TokenForge FORGE =
            new TokenForge(new KeyPair(KEY.publicKey(), KEY.privateKey()), KEY.id(), "the-issuer", "the-registry", NOW);

    private final AccessTokenVerifier verifier = new AccessTokenVerifier(
            () -> KEYS,
            new TokenPolicy("the-issuer", "the-registry", Duration.ofMinutes(10), Duration.ofDays(30)),
            Clock.fixed(NOW, ZoneOffset.UTC));

    static List<HostileToken> hostile() {
        return HostileTokens.of(FORGE);
    }

    @Test
    void believesTheOneThatTheyAllAreMadeOf() {
        assertThat(verifier.verify(FORGE.good())).contains(new Username("alice"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void believesNoneOfThem(HostileToken token) {
        assertThat(verifier.verify(token.text())).isEmpty();
    }
}
