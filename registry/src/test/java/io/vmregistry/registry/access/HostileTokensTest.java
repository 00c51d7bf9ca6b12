package io.vmregistry.registry.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.registry.access.TokenVerifier.Verdict;
import io.vmregistry.testkit.token.HostileTokens;
import io.vmregistry.testkit.token.HostileTokens.HostileToken;
import io.vmregistry.testkit.token.TokenForge;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileTokensTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final String KID = "the-key";
    private static final TokenForge FORGE =
            new TokenForge(TestTokens.KEYS, KID, "vm-registry-auth", "vm-registry", NOW);

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final TokenVerifier verifier = new CachedVerifier(
            new JwtVerifier(
                    new KnownKeys(() -> Map.of(KID, (RSAPublicKey) TestTokens.KEYS.getPublic()), clock),
                    "vm-registry-auth",
                    "vm-registry",
                    clock),
            clock);

    static List<HostileToken> hostile() {
        return HostileTokens.of(FORGE);
    }

    static List<HostileToken> allowingNothing() {
        return HostileTokens.allowingNothing(FORGE);
    }

    @Test
    void believesTheOneThatTheyAllAreMadeOf() {
        assertThat(verifier.verify(FORGE.good())).isInstanceOf(Verdict.Accepted.class);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void believesNoneOfThem(HostileToken token) {
        assertThat(verifier.verify(token.text())).isInstanceOf(Verdict.Refused.class);
    }

    @ParameterizedTest
    @MethodSource("allowingNothing")
    void grantsNothingThatIsNotWrittenProperly(HostileToken token) {
        assertThat(verifier.verify(token.text()))
                .isInstanceOfSatisfying(
                        Verdict.Accepted.class,
                        accepted -> assertThat(accepted.caller().grants()).isEmpty());
    }
}
