package io.vmregistry.registry.observation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmregistry.registry.access.TokenVerifier;

/** A verifier whose verdicts are counted. */
public final class ObservedVerifier implements TokenVerifier {

    private final TokenVerifier verifier;
    private final Counter accepted;
    private final Counter refused;
    private final Counter unavailable;

    public ObservedVerifier(TokenVerifier verifier, MeterRegistry meters) {
        this.verifier = verifier;
        this.accepted = counter(meters, "accepted");
        this.refused = counter(meters, "refused");
        this.unavailable = counter(meters, "unavailable");
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("vmregistry.tokens")
                .description("Tokens by what verifying them found")
                .tag("outcome", outcome)
                .register(meters);
    }

    @Override
    public Verdict verify(String token) {
        Verdict verdict = verifier.verify(token);
        switch (verdict) {
            case Verdict.Accepted _ -> accepted.increment();
            case Verdict.Refused _ -> refused.increment();
            case Verdict.Unavailable _ -> unavailable.increment();
        }
        return verdict;
    }
}
