package io.vmregistry.auth.token;

import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.key.KeySet;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/** Checks access tokens that come back to the auth server itself: RS256 only, from its own key set, every claim required. */
public final class AccessTokenVerifier {

    private static final int MAX_LENGTH = 32 * 1024;

    private final Supplier<KeySet> keys;
    private final TokenPolicy policy;
    private final Clock clock;

    public AccessTokenVerifier(Supplier<KeySet> keys, TokenPolicy policy, Clock clock) {
        this.keys = keys;
        this.policy = policy;
        this.clock = clock;
    }

    /** Whose token it is; empty when it does not count, for whatever reason. */
    public Optional<Username> verify(String token) {
        if (token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            JwtClaims claims = consumer().processToClaims(token);
            if (!AccessTokens.ACCESS_USE.equals(claims.getClaimValueAsString(AccessTokens.USE_CLAIM))) {
                return Optional.empty();
            }
            return Username.parse(claims.getSubject());
        } catch (InvalidJwtException | MalformedClaimException e) {
            return Optional.empty();
        }
    }

    private JwtConsumer consumer() {
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256))
                .setVerificationKeyResolver((signature, _) -> keyOf(signature.getKeyIdHeaderValue()))
                .setExpectedIssuer(true, policy.issuer())
                .setExpectedAudience(true, policy.audience())
                .setRequireSubject()
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setRequireNotBefore()
                .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
                .build();
    }

    private RSAPublicKey keyOf(@Nullable String id) throws UnresolvableKeyException {
        return Optional.ofNullable(id)
                .flatMap(keys.get()::find)
                .orElseThrow(() -> new UnresolvableKeyException("no key of ours has this id"));
    }
}
