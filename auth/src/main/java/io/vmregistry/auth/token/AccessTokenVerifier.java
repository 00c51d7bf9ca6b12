package io.vmregistry.auth.token;

import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.key.KeySet;
import io.vmregistry.spec.token.CompactForm;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
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
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/** Checks access tokens that come back to the auth server itself: RS256 only, from its own key set, every claim required. */
public final class AccessTokenVerifier {

    private static final int MAX_LENGTH = 32 * 1024;

    /** What the clocks of two servers on one database may differ by. */
    private static final int CLOCK_SKEW_SECONDS = 5;

    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

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
        if (token.length() > MAX_LENGTH || !CompactForm.holds(token)) {
            return Optional.empty();
        }
        try {
            JwtContext context = consumer().process(token);
            JwtClaims claims = context.getJwtClaims();
            if (context.getJoseObjects().size() != 1
                    || !AccessTokens.ACCESS_USE.equals(claims.getClaimValue(AccessTokens.USE_CLAIM))
                    || !isPlausible(claims)) {
                return Optional.empty();
            }
            return Username.parse(claims.getSubject());
        } catch (InvalidJwtException | MalformedClaimException e) {
            return Optional.empty();
        }
    }

    /** Moments that no server of ours writes: before 1970, after the year 9999, or issued in the future. */
    private boolean isPlausible(JwtClaims claims) throws MalformedClaimException {
        return claims.getNotBefore().getValue() >= 0
                && claims.getIssuedAt().getValue() >= 0
                && claims.getIssuedAt().getValue() <= clock.instant().getEpochSecond() + CLOCK_SKEW_SECONDS
                && claims.getExpirationTime().getValue() <= LAST_SECOND;
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
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
                .build();
    }

    private RSAPublicKey keyOf(@Nullable String id) throws UnresolvableKeyException {
        return Optional.ofNullable(id)
                .flatMap(keys.get()::find)
                .orElseThrow(() -> new UnresolvableKeyException("no key of ours has this id"));
    }
}
