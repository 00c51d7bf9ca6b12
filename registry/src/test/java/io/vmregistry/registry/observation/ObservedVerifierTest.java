package io.vmregistry.registry.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmregistry.registry.access.Caller;
import io.vmregistry.registry.access.TokenVerifier;
import io.vmregistry.registry.access.TokenVerifier.Verdict;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ObservedVerifierTest {
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final TokenVerifier verifier = new ObservedVerifier(ObservedVerifierTest::verify, meters);

    private static Verdict verify(String token) {
        return switch (token) {
            case "good" -> new Verdict.Accepted(Caller.UNCHECKED, Instant.MAX);
            case "bad" -> new Verdict.Refused("expired");
            default -> new Verdict.Unavailable();
        };
    }

    private double count(String outcome) {
        return meters.get("vmregistry.tokens").tag("outcome", outcome).counter().count();
    }

    @Test
    void countsVerdictsAndPassesThemOn() {
        assertThat(verifier.verify("good")).isInstanceOf(Verdict.Accepted.class);
        assertThat(verifier.verify("bad")).isEqualTo(new Verdict.Refused("expired"));
        assertThat(verifier.verify("bad")).isInstanceOf(Verdict.Refused.class);
        assertThat(verifier.verify("?")).isInstanceOf(Verdict.Unavailable.class);
        assertThat(count("accepted")).isEqualTo(1);
        assertThat(count("refused")).isEqualTo(2);
        assertThat(count("unavailable")).isEqualTo(1);
    }
}
