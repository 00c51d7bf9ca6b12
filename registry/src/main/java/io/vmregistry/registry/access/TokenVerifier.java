package io.vmregistry.registry.access;

import java.time.Instant;

/** Tells a good token from a bad one. May be called from any thread. */
@FunctionalInterface
public interface TokenVerifier {

    Verdict verify(String token);

    /** What came of it. */
    sealed interface Verdict {

        /** A good one; {@code expires} is when the verdict stops being true. */
        record Accepted(Caller caller, Instant expires) implements Verdict {}

        /** A bad one; the reason is for the caller and holds nothing of the token. */
        record Refused(String reason) implements Verdict {}

        /** Not known: the keys cannot be fetched now. Asking again later helps. */
        record Unavailable() implements Verdict {}
    }
}
