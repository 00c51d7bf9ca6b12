package io.vmregistry.registry.access;

import io.vmregistry.spec.token.CompactForm;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodeValidator;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * JSON Web Tokens signed with RS256 and nothing else. Issuer, audience, expiry and not-before have to hold, the moment of
 * issue has to be there, and {@code token_use} has to be {@code access}: a key may sign other things as well.
 */
public final class JwtVerifier implements TokenVerifier {

    /** What the clocks of two machines may differ by. */
    private static final int CLOCK_SKEW_SECONDS = 10;

    /** More than the HTTP server takes in a header; reading costs as much as the text is long. */
    private static final int MAX_LENGTH = 64 * 1024;

    private static final String BAD_SIGNATURE = "the token's signature or form is not valid";
    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private final VerificationKeyResolver keys;
    private final String issuer;
    private final String audience;
    private final Clock clock;

    /** Verifies with keys that may change, as a published key set. */
    public JwtVerifier(VerificationKeyResolver keys, String issuer, String audience, Clock clock) {
        this.keys = keys;
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
    }

    /** Verifies with one key. */
    public JwtVerifier(PublicKey key, String issuer, String audience, Clock clock) {
        this((signature, nesting) -> key, issuer, audience, clock);
    }

    @Override
    public Verdict verify(String token) {
        if (token.length() > MAX_LENGTH) {
            return new Verdict.Refused("the token is too long");
        }
        if (!CompactForm.holds(token)) {
            return new Verdict.Refused(BAD_SIGNATURE);
        }
        try {
            JwtContext context = consumer().process(token);
            if (context.getJoseObjects().size() != 1) {
                return new Verdict.Refused("the token holds another token");
            }
            JwtClaims claims = context.getJwtClaims();
            Object use = claims.getClaimValue("token_use");
            if (!isPlausible(claims)) {
                return new Verdict.Refused("a moment that the token names cannot be");
            }
            if (!"access".equals(use)) {
                return new Verdict.Refused("the token is not an access token");
            }
            String subject = claims.getSubject();
            Instant expires = Instant.ofEpochSecond(claims.getExpirationTime().getValue());
            Map<String, Object> all = claims.getClaimsMap();
            Caller caller = new Caller(subject == null ? "" : subject, TokenGrants.of(all), TokenGrants.asked(all));
            return new Verdict.Accepted(caller, expires);
        } catch (InvalidJwtException e) {
            return isKeyOutOfReach(e) ? new Verdict.Unavailable() : new Verdict.Refused(reason(e));
        } catch (MalformedClaimException e) {
            return new Verdict.Refused("a claim of the token is malformed");
        }
    }

    /** Moments that no auth server writes: before 1970, after the year 9999, or issued in the future. */
    private boolean isPlausible(JwtClaims claims) throws MalformedClaimException {
        long now = clock.instant().getEpochSecond();
        return claims.getNotBefore().getValue() >= 0
                && claims.getIssuedAt().getValue() >= 0
                && claims.getIssuedAt().getValue() <= now + CLOCK_SKEW_SECONDS
                && claims.getExpirationTime().getValue() <= LAST_SECOND;
    }

    private JwtConsumer consumer() {
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256))
                .setVerificationKeyResolver(keys)
                .setExpectedIssuer(true, issuer)
                .setExpectedAudience(true, audience)
                .setRequireExpirationTime()
                .setRequireNotBefore()
                .setRequireIssuedAt()
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
                .build();
    }

    private static boolean isKeyOutOfReach(InvalidJwtException e) {
        boolean unresolvable = false;
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            unresolvable |= cause instanceof UnresolvableKeyException;
            if (unresolvable && cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private static String reason(InvalidJwtException e) {
        List<Integer> codes = e.getErrorDetails().stream()
                .map(ErrorCodeValidator.Error::getErrorCode)
                .toList();
        if (codes.contains(ErrorCodes.EXPIRED)) {
            return "the token expired; log in again";
        }
        if (codes.contains(ErrorCodes.NOT_YET_VALID)) {
            return "the token is not valid yet; compare the clocks of this server and the auth server";
        }
        if (codes.contains(ErrorCodes.AUDIENCE_INVALID) || codes.contains(ErrorCodes.AUDIENCE_MISSING)) {
            return "the token is for another audience";
        }
        if (codes.contains(ErrorCodes.ISSUER_INVALID) || codes.contains(ErrorCodes.ISSUER_MISSING)) {
            return "the token is from another issuer";
        }
        return BAD_SIGNATURE;
    }
}
