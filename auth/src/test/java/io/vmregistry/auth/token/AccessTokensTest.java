package io.vmregistry.auth.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.acl.AccessAnswer;
import io.vmregistry.auth.acl.AccessList;
import io.vmregistry.auth.acl.GrantedAccess;
import io.vmregistry.auth.key.KeySet;
import io.vmregistry.auth.key.SigningKey;
import io.vmregistry.auth.token.AccessTokens.Certificates;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import io.vmregistry.spec.scope.RepositoryPattern;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {

    private static final SigningKey KEY = TestKeys.generate();
    private static final KeySet KEYS = KeySet.of(KEY);
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final TokenPolicy POLICY =
            new TokenPolicy("the-issuer", "the-registry", Duration.ofMinutes(10), Duration.ofDays(30));
    private static final Username ALICE = new Username("alice");
    private static final AccessList OWN =
            new AccessList(List.of(new Grant(new RepositoryPattern("alice/*"), EnumSet.allOf(Action.class))));

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    private final AccessTokens tokens = new AccessTokens(() -> KEYS, POLICY, Certificates.SENT, at(NOW));

    private static AccessTokenVerifier verifierAt(Instant instant) {
        return new AccessTokenVerifier(() -> KEYS, POLICY, at(instant));
    }

    private static JsonNode part(AccessToken token, int index) throws Exception {
        return new ObjectMapper()
                .readTree(Base64.getUrlDecoder().decode(token.value().split("\\.")[index]));
    }

    @Test
    void signsWithRs256UnderTheKeysThumbprint() throws Exception {
        AccessToken token = tokens.scoped(ALICE, OWN);
        String[] parts = token.value().split("\\.");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(KEY.publicKey());
        signature.update((parts[0] + "." + parts[1]).getBytes(US_ASCII));

        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        assertThat(part(token, 0).path("alg").asText()).isEqualTo("RS256");
        assertThat(part(token, 0).path("kid").asText()).isEqualTo(KEY.id());
    }

    @Test
    void saysWhoForWhomAndHowLong() throws Exception {
        JsonNode claims = part(tokens.scoped(ALICE, OWN), 1);

        assertThat(claims.path("iss").asText()).isEqualTo("the-issuer");
        assertThat(claims.path("sub").asText()).isEqualTo("alice");
        assertThat(claims.path("aud").asText()).isEqualTo("the-registry");
        assertThat(claims.path("iat").asLong()).isEqualTo(NOW.getEpochSecond());
        assertThat(claims.path("nbf").asLong()).isEqualTo(NOW.getEpochSecond());
        assertThat(claims.path("exp").asLong()).isEqualTo(NOW.getEpochSecond() + 600);
        assertThat(claims.path("jti").asText()).isNotBlank();
        assertThat(claims.path("token_use").asText()).isEqualTo("access");
    }

    @Test
    void givesALoginItsPatterns() throws Exception {
        JsonNode claims = part(tokens.scoped(ALICE, OWN), 1);

        assertThat(claims.path("scope"))
                .isEqualTo(new ObjectMapper().readTree("[{\"repository\":\"alice/*\",\"actions\":[\"*\"]}]"));
        assertThat(claims.has("access")).isFalse();
    }

    @Test
    void givesARestrictedTokenItsRepositories() throws Exception {
        JsonNode claims = part(
                tokens.restricted(
                        "alice",
                        new AccessAnswer(
                                List.of(new GrantedAccess(
                                        new RepositoryName("alice/web"), new LinkedHashSet<>(List.of("pull", "push")))),
                                List.of(),
                                Optional.empty())),
                1);

        assertThat(claims.path("access"))
                .isEqualTo(new ObjectMapper()
                        .readTree(
                                "[{\"type\":\"repository\",\"name\":\"alice/web\",\"actions\":[\"pull\",\"push\"]}]"));
        assertThat(claims.has("scope")).isFalse();
        assertThat(claims.has("refused")).isFalse();
    }

    @Test
    void saysWhatWasRefusedAndWhatMayBePulledFromEverywhere() throws Exception {
        JsonNode claims = part(
                tokens.restricted(
                        "alice", new AccessAnswer(List.of(), List.of(new RepositoryName("bob/web")), Optional.of(OWN))),
                1);

        assertThat(claims.path("refused")).isEqualTo(new ObjectMapper().readTree("[\"bob/web\"]"));
        assertThat(claims.path("scope"))
                .isEqualTo(new ObjectMapper().readTree("[{\"repository\":\"alice/*\",\"actions\":[\"*\"]}]"));
        assertThat(claims.path("access").isEmpty()).isTrue();
    }

    @Test
    void givesAnEmptyListRatherThanNone() throws Exception {
        assertThat(part(tokens.restricted("anonymous", new AccessAnswer(List.of(), List.of(), Optional.empty())), 1)
                        .path("access")
                        .isArray())
                .isTrue();
    }

    @Test
    void bringsTheKeysCertificateForRegistriesOfOthersOnly() throws Exception {
        AccessAnswer nothing = new AccessAnswer(List.of(), List.of(), Optional.empty());

        assertThat(part(tokens.restricted("alice", nothing), 0).path("x5c"))
                .containsExactly(TextNode.valueOf(KEYS.signingCertificate().base64()));
        assertThat(part(tokens.scoped(ALICE, OWN), 0).has("x5c")).isFalse();
        AccessTokens without = new AccessTokens(() -> KEYS, POLICY, Certificates.LEFT_OUT, at(NOW));
        assertThat(part(without.restricted("alice", nothing), 0).has("x5c")).isFalse();
    }

    @Test
    void namesEachTokenDifferently() throws Exception {
        assertThat(part(tokens.scoped(ALICE, OWN), 1).path("jti"))
                .isNotEqualTo(part(tokens.scoped(ALICE, OWN), 1).path("jti"));
    }

    @Test
    void verifiesItsOwnTokensUntilTheyExpire() {
        String token = tokens.scoped(ALICE, OWN).value();

        assertThat(verifierAt(NOW).verify(token)).contains(ALICE);
        assertThat(verifierAt(NOW.plusSeconds(599)).verify(token)).contains(ALICE);
        assertThat(verifierAt(NOW.plusSeconds(605)).verify(token)).isEmpty();
        assertThat(verifierAt(NOW.minusSeconds(5)).verify(token)).contains(ALICE);
        assertThat(verifierAt(NOW.minusSeconds(6)).verify(token)).isEmpty();
    }

    @Test
    void acceptsNoTokenOfAnotherIssuerOrAudience() {
        String token = tokens.scoped(ALICE, OWN).value();
        for (TokenPolicy other : Set.of(
                new TokenPolicy("x", "the-registry", Duration.ofMinutes(10), Duration.ofDays(1)),
                new TokenPolicy("the-issuer", "x", Duration.ofMinutes(10), Duration.ofDays(1)))) {
            assertThat(new AccessTokenVerifier(() -> KEYS, other, at(NOW)).verify(token))
                    .isEmpty();
        }
    }

    @Test
    void acceptsNoTokenOfAForeignKeyUnderOurKeyId() {
        SigningKey foreign = TestKeys.generate();
        SigningKey disguised = new SigningKey(KEY.id(), foreign.privateKey(), foreign.publicKey());
        String token = new AccessTokens(() -> KeySet.of(disguised), POLICY, Certificates.SENT, at(NOW))
                .scoped(ALICE, OWN)
                .value();

        assertThat(verifierAt(NOW).verify(token)).isEmpty();
    }

    @Test
    void acceptsNoHmacKeyedWithThePublicKey() throws Exception {
        JsonWebSignature forged = new JsonWebSignature();
        forged.setPayload(payload());
        forged.setKeyIdHeaderValue(KEY.id());
        forged.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        forged.setKey(new HmacKey(KEY.publicKey().getEncoded()));

        assertThat(verifierAt(NOW).verify(forged.getCompactSerialization())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE"})
    void acceptsNoUnsignedToken(String algorithm) {
        String header = "{\"alg\":\"%s\",\"kid\":\"%s\"}".formatted(algorithm, KEY.id());

        assertThat(verifierAt(NOW).verify(base64(header) + "." + base64(payload()) + "."))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "x", "\u0000", "a.b.c.d.e"})
    void acceptsNoGarbage(String text) {
        assertThat(verifierAt(NOW).verify(text)).isEmpty();
    }

    private String payload() {
        return new String(
                Base64.getUrlDecoder().decode(tokens.scoped(ALICE, OWN).value().split("\\.")[1]), UTF_8);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
