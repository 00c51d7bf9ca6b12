package io.vmregistry.registry.access;

import io.vmregistry.registry.access.TokenVerifier.Verdict;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Lets a request in or says what it lacks. Asked once, when a request starts: a running body is never cut off. */
public sealed interface Gate {

    /** Decides on the {@code Authorization} header, which is an empty text when there is none. */
    Decision admit(String authorization, Need need);

    /** What came of it. */
    sealed interface Decision {
        record Admitted(Caller caller) implements Decision {}

        record Refused(Challenge challenge) implements Decision {}

        /** The keys that would tell cannot be had now; the token may well be good. */
        record Unavailable() implements Decision {}
    }

    /** Everybody may do everything. */
    record Open() implements Gate {
        @Override
        public Decision admit(String authorization, Need need) {
            return new Decision.Admitted(Caller.UNCHECKED);
        }
    }

    /** A bearer token in the {@code Authorization} header, and nowhere else. */
    record Guarded(TokenVerifier verifier, URI realm, String service) implements Gate {

        private static final String SCHEME = "bearer ";

        @Override
        public Decision admit(String authorization, Need need) {
            Optional<String> token = token(authorization);
            if (token.isEmpty()) {
                return refused(need, new Challenge.Reason.NoToken());
            }
            return switch (verifier.verify(token.get())) {
                case Verdict.Refused(String because) -> refused(need, new Challenge.Reason.BadToken(because));
                case Verdict.Unavailable() -> new Decision.Unavailable();
                case Verdict.Accepted good ->
                    need.isMetBy(good.caller())
                            ? new Decision.Admitted(good.caller())
                            : refused(need, new Challenge.Reason.TooLittleScope());
            };
        }

        private Decision refused(Need need, Challenge.Reason reason) {
            return new Decision.Refused(new Challenge(realm, service, need.scope(), reason));
        }

        private static Optional<String> token(String authorization) {
            return authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                    ? Optional.of(authorization.substring(SCHEME.length()).strip())
                    : Optional.empty();
        }
    }
}
