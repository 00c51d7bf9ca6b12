package io.vmregistry.registry.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.registry.access.TokenVerifier.Verdict;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.UnresolvableKeyException;
import org.junit.jupiter.api.Test;

class JwtVerifierTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final TokenVerifier verifier =
            new JwtVerifier(TestTokens.KEYS.getPublic(), "vm-registry-auth", "vm-registry", clock);

    private static String signed(JwtClaims claims) {
        return TestTokens.sign(claims, TestTokens.KEYS.getPrivate());
    }

    private Caller accepted(JwtClaims claims) {
        assertThat(verifier.verify(signed(claims))).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted) verifier.verify(signed(claims))).caller();
    }

    private void refused(String token, String because) {
        assertThat(verifier.verify(token))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).contains(because));
    }

    private static boolean may(Caller caller, Action action, String repository) {
        return caller.may(action, new RepositoryName(repository));
    }

    @Test
    void aTokenIsNotBadBecauseItsKeyCannotBeFetched() {
        String token = signed(TestTokens.claims(START));
        assertThat(withFailure(new UnresolvableKeyException("down", new ConnectException()))
                        .verify(token))
                .isInstanceOf(Verdict.Unavailable.class);
        assertThat(withFailure(new UnresolvableKeyException("no such key")).verify(token))
                .isInstanceOf(Verdict.Refused.class);
    }

    private TokenVerifier withFailure(UnresolvableKeyException failure) {
        return new JwtVerifier(
                (signature, nesting) -> {
                    throw failure;
                },
                "vm-registry-auth",
                "vm-registry",
                clock);
    }

    @Test
    void readsTheSeedsScopeWithItsPattern() {
        JwtClaims claims = TestTokens.claims(START);
        claims.setClaim("scope", List.of(Map.of("repository", "alice/*", "actions", List.of("pull", "push"))));
        Caller caller = accepted(claims);
        assertThat(caller.subject()).isEqualTo("alice");
        assertThat(may(caller, Action.PUSH, "alice/debian")).isTrue();
        assertThat(may(caller, Action.DELETE, "alice/debian")).isFalse();
        assertThat(may(caller, Action.PULL, "alice2/debian")).isFalse();
    }

    @Test
    void readsDockersAccessForOneRepositoryWithoutPatterns() {
        JwtClaims claims = TestTokens.claims(START);
        claims.setClaim(
                "access",
                List.of(
                        Map.of("type", "repository", "name", "bob/debian", "actions", List.of("*")),
                        Map.of("type", "repository", "name", "carol/*", "actions", List.of("pull")),
                        Map.of("type", "registry", "name", "catalog", "actions", List.of("*"))));
        Caller caller = accepted(claims);
        assertThat(may(caller, Action.DELETE, "bob/debian")).isTrue();
        assertThat(may(caller, Action.PULL, "bob/other")).isFalse();
        assertThat(may(caller, Action.PULL, "carol/x")).isFalse();
        assertThat(may(caller, Action.PULL, "catalog")).isFalse();
    }

    @Test
    void claimsOfTheWrongShapeGrantNothing() {
        JwtClaims claims = TestTokens.claims(START);
        claims.setClaim("scope", "repository:alice/*:pull");
        claims.setClaim("access", List.of("alice/debian", Map.of("type", "repository", "actions", "pull")));
        assertThat(accepted(claims).grants()).isEmpty();
    }

    @Test
    void refusesWhatIsExpiredOrNotYetValidOrForOthers() {
        JwtClaims claims = TestTokens.claims(START);
        String token = signed(claims);
        now.set(START.plusSeconds(305));
        assertThat(verifier.verify(token)).isInstanceOf(Verdict.Accepted.class);
        now.set(START.plusSeconds(320));
        refused(token, "expired");
        now.set(START.minusSeconds(60));
        refused(token, "not valid yet");
        now.set(START);
        claims.setAudience("another");
        refused(signed(claims), "audience");
        claims = TestTokens.claims(START);
        claims.unsetClaim("aud");
        refused(signed(claims), "audience");
        claims = TestTokens.claims(START);
        claims.setIssuer("another");
        refused(signed(claims), "issuer");
        claims = TestTokens.claims(START);
        claims.unsetClaim("exp");
        refused(signed(claims), "");
        claims = TestTokens.claims(START);
        claims.setClaim("token_use", "refresh");
        refused(signed(claims), "access token");
    }

    @Test
    void refusesEveryOtherSignature() {
        JwtClaims claims = TestTokens.claims(START);
        refused(TestTokens.sign(claims, TestTokens.keys().getPrivate()), "signature");
        refused(TestTokens.sign(claims, TestTokens.KEYS.getPrivate(), AlgorithmIdentifiers.RSA_USING_SHA512), "");
        refused(TestTokens.sign(claims, TestTokens.KEYS.getPrivate(), AlgorithmIdentifiers.RSA_PSS_USING_SHA256), "");
        byte[] publicKey = TestTokens.pem(TestTokens.KEYS).getBytes(StandardCharsets.UTF_8);
        refused(
                TestTokens.sign(claims, new SecretKeySpec(publicKey, "HmacSHA256"), AlgorithmIdentifiers.HMAC_SHA256),
                "");
        String[] parts = signed(claims).split("\\.");
        refused(parts[0] + "." + parts[1] + ".", "signature");
        refused(parts[0] + "." + parts[1], "signature");
        refused("eyJhbGciOiJub25lIn0." + parts[1] + ".", "signature");
        refused("", "signature");
        refused("a.b.c", "signature");
    }

    @Test
    void remembersGoodTokensUntilTheyExpireAndBadOnesNever() {
        AtomicInteger asked = new AtomicInteger();
        TokenVerifier cached = new CachedVerifier(
                token -> {
                    asked.incrementAndGet();
                    return verifier.verify(token);
                },
                clock);
        String token = signed(TestTokens.claims(START));
        assertThat(cached.verify(token)).isEqualTo(cached.verify(token));
        assertThat(asked).hasValue(1);
        cached.verify("bad");
        cached.verify("bad");
        assertThat(asked).hasValue(3);
        now.set(START.plusSeconds(400));
        assertThat(cached.verify(token)).isInstanceOf(Verdict.Refused.class);
        assertThat(asked).hasValue(4);
        assertThat(asked).hasValue(4);
    }

    @Test
    void looksAgainAtATokenWhoseKeyMayHaveBeenWithdrawn() {
        AtomicInteger asked = new AtomicInteger();
        TokenVerifier cached = new CachedVerifier(
                token -> {
                    asked.incrementAndGet();
                    return verifier.verify(token);
                },
                clock);
        JwtClaims forYears = TestTokens.claims(START);
        forYears.setExpirationTime(NumericDate.fromSeconds(START.getEpochSecond() + 100_000_000));
        String token = signed(forYears);
        cached.verify(token);
        now.set(START.plusSeconds(59));
        cached.verify(token);
        assertThat(asked).hasValue(1);

        now.set(START.plusSeconds(60));
        cached.verify(token);

        assertThat(asked).hasValue(2);
    }

    /** Keys that were read just before, and a token that is shown for the first time just before they are read again. */
    @Test
    void believesAWithdrawnKeyForFiveMinutesAtMost() {
        Map<String, RSAPublicKey> published =
                new HashMap<>(Map.of("stolen", (RSAPublicKey) TestTokens.KEYS.getPublic()));
        KnownKeys keys = new KnownKeys(() -> published, clock).readNow();
        TokenVerifier cached =
                new CachedVerifier(new JwtVerifier(keys, "vm-registry-auth", "vm-registry", clock), clock);
        JwtClaims forYears = TestTokens.claims(START);
        forYears.setExpirationTime(NumericDate.fromSeconds(START.getEpochSecond() + 100_000_000));
        String token = signed(forYears);
        published.clear();
        now.set(START.plus(Duration.ofMinutes(4)));
        assertThat(cached.verify(token)).isInstanceOf(Verdict.Accepted.class);

        now.set(START.plus(Duration.ofMinutes(5)));

        assertThat(cached.verify(token)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void goesOnAfterATokenThatExpired() {
        TokenVerifier cached = new CachedVerifier(verifier, clock);
        now.set(START.plusSeconds(400));
        JwtClaims longer = TestTokens.claims(START.plusSeconds(400));
        longer.setExpirationTime(NumericDate.fromSeconds(START.getEpochSecond() + 4000));
        assertThat(cached.verify(signed(longer))).isInstanceOf(Verdict.Accepted.class);
    }
}
