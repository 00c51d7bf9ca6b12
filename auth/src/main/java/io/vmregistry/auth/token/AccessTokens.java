package io.vmregistry.auth.token;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.smallrye.jwt.build.JwtSignatureBuilder;
import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.acl.AccessAnswer;
import io.vmregistry.auth.acl.AccessList;
import io.vmregistry.auth.acl.GrantedAccess;
import io.vmregistry.auth.acl.RequestedAccess;
import io.vmregistry.auth.key.KeySet;
import io.vmregistry.auth.key.SigningKey;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Signs access tokens: JSON Web Tokens with RS256 under the current key, whose id stands in the header. */
public final class AccessTokens {

    /** The claim that keeps an access token from being taken for anything else, and its value. */
    public static final String USE_CLAIM = "token_use";

    public static final String ACCESS_USE = "access";

    private final Supplier<KeySet> keys;
    private final TokenPolicy policy;
    private final Certificates certificates;
    private final Clock clock;

    /** Whether tokens for named repositories bring the certificate of their key, for registries of others. */
    public enum Certificates {
        SENT,
        LEFT_OUT
    }

    /** @param keys asked for each token, so that a rotated key is used at once */
    public AccessTokens(Supplier<KeySet> keys, TokenPolicy policy, Certificates certificates, Clock clock) {
        this.keys = keys;
        this.policy = policy;
        this.certificates = certificates;
        this.clock = clock;
    }

    /** A token with everything the account is allowed, in the claim {@code scope}: patterns and actions. */
    public AccessToken scoped(Username subject, AccessList allowed) {
        return sign(subject.value(), Map.of("scope", scopeOf(allowed)), Certificates.LEFT_OUT);
    }

    /**
     * A token for named repositories: {@code access} of the Docker token specification; {@code refused}, the names that were
     * asked for in vain, if any; and {@code scope}, if everything that may be pulled was asked for.
     */
    public AccessToken restricted(String subject, AccessAnswer answer) {
        Map<String, List<?>> claims = new LinkedHashMap<>();
        claims.put(
                "access", answer.granted().stream().map(AccessTokens::accessOf).toList());
        if (!answer.refused().isEmpty()) {
            claims.put(
                    "refused",
                    answer.refused().stream().map(RepositoryName::value).toList());
        }
        answer.everywhere().ifPresent(rules -> claims.put("scope", scopeOf(rules)));
        return sign(subject, claims, certificates);
    }

    private AccessToken sign(String subject, Map<String, List<?>> claims, Certificates sent) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        KeySet keySet = keys.get();
        SigningKey key = keySet.signing();
        JwtClaimsBuilder token = Jwt.claims()
                .issuer(policy.issuer())
                .subject(subject)
                .audience(policy.audience())
                .issuedAt(now)
                .claim("nbf", now.getEpochSecond())
                .expiresAt(now.plus(policy.accessLifetime()))
                .claim("jti", UUID.randomUUID().toString())
                .claim(USE_CLAIM, ACCESS_USE);
        claims.forEach(token::claim);
        JwtSignatureBuilder signature =
                token.jws().algorithm(SignatureAlgorithm.RS256).keyId(key.id());
        if (sent == Certificates.SENT) {
            signature.header("x5c", List.of(keySet.signingCertificate().base64()));
        }
        return new AccessToken(signature.sign(key.privateKey()), now, policy.accessLifetime());
    }

    /** The claim {@code scope}: an array of {@code {"repository":"user/*","actions":["*"]}}. */
    public static List<Map<String, Object>> scopeOf(AccessList allowed) {
        return allowed.rules().stream()
                .map(rule ->
                        Map.<String, Object>of("repository", rule.repository().value(), "actions", words(rule)))
                .toList();
    }

    private static Map<String, Object> accessOf(GrantedAccess granted) {
        return Map.of(
                "type", RequestedAccess.REPOSITORY,
                "name", granted.repository().value(),
                "actions", List.copyOf(granted.actions()));
    }

    /** The rule's actions as tokens and answers have them: in one order, or {@code *} for all. */
    public static List<String> words(Grant rule) {
        if (rule.actions().size() == Action.values().length) {
            return List.of(AccessList.EVERY_ACTION);
        }
        return Arrays.stream(Action.values())
                .filter(rule.actions()::contains)
                .map(Action::label)
                .toList();
    }
}
