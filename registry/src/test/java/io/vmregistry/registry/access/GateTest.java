package io.vmregistry.registry.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.registry.access.Gate.Decision;
import io.vmregistry.registry.access.TokenVerifier.Verdict;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import io.vmregistry.spec.scope.RepositoryPattern;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    private static final RepositoryName DEBIAN = new RepositoryName("alice/debian");

    private static final RepositoryName REFUSED = new RepositoryName("carol/debian");

    private final Gate gate =
            new Gate.Guarded(GateTest::verify, URI.create("https://auth.example/token"), "vm-registry");

    private static Verdict verify(String token) {
        Grant pull = new Grant(new RepositoryPattern("alice/*"), Set.of(Action.PULL));
        return token.equals("good")
                ? new Verdict.Accepted(
                        new Caller("alice", List.of(pull), new Caller.Asked(false, Set.of(REFUSED))), Instant.MAX)
                : new Verdict.Refused("the token expired; log in again");
    }

    private String challenge(String authorization, Need need) {
        assertThat(gate.admit(authorization, need)).isInstanceOf(Decision.Refused.class);
        return ((Decision.Refused) gate.admit(authorization, need)).challenge().header();
    }

    @Test
    void admitsWhoMay() {
        assertThat(gate.admit("Bearer good", new Need.Pull(DEBIAN))).isInstanceOf(Decision.Admitted.class);
        assertThat(gate.admit("bearer  good", new Need.Catalog())).isInstanceOf(Decision.Admitted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic good", "good", "Bearer"})
    void asksWhoeverBringsNoTokenForOne(String authorization) {
        assertThat(challenge(authorization, new Need.Push(DEBIAN)))
                .isEqualTo("Bearer realm=\"https://auth.example/token\",service=\"vm-registry\","
                        + "scope=\"repository:alice/debian:pull,push\"");
    }

    @Test
    void saysWhatIsWrongWithABadToken() {
        assertThat(challenge("Bearer old", new Need.Delete(DEBIAN)))
                .contains("scope=\"repository:alice/debian:delete\"")
                .endsWith("error=\"invalid_token\",error_description=\"the token expired; log in again\"");
    }

    @Test
    void asksForTheWholeScopeWhenItIsTooLittle() {
        assertThat(challenge("Bearer good", new Need.Push(DEBIAN)))
                .contains("scope=\"repository:alice/debian:pull,push\"")
                .endsWith("error=\"insufficient_scope\"");
        assertThat(challenge("Bearer good", new Need.Pull(new RepositoryName("bob/debian"))))
                .contains("scope=\"repository:bob/debian:pull\"");
    }

    @Test
    void asksForNothingInParticularWhenOnlyPresenceIsAsked() {
        assertThat(challenge("", new Need.Presence()))
                .isEqualTo("Bearer realm=\"https://auth.example/token\",service=\"vm-registry\"");
        assertThat(gate.admit("Bearer good", new Need.Presence())).isInstanceOf(Decision.Admitted.class);
    }

    @Test
    void aMountAsksForBothRepositoriesUnlessTheSourceWasRefusedBefore() {
        Caller pusher = new Caller(
                "alice",
                List.of(new Grant(new RepositoryPattern("alice/debian"), Set.of(Action.PUSH))),
                new Caller.Asked(false, Set.of(DEBIAN, REFUSED)));
        RepositoryName unasked = new RepositoryName("bob/debian");
        assertThat(new Need.Mount(DEBIAN, unasked).isMetBy(pusher)).isFalse();
        assertThat(new Need.Mount(DEBIAN, REFUSED).isMetBy(pusher)).isTrue();
        assertThat(new Need.Mount(unasked, DEBIAN).isMetBy(pusher)).isFalse();
        assertThat(new Need.Mount(DEBIAN, unasked).scope())
                .isEqualTo("repository:alice/debian:pull,push repository:bob/debian:pull");
        assertThat(new Need.MountFromAnywhere(DEBIAN).isMetBy(pusher)).isFalse();
        assertThat(new Need.MountFromAnywhere(DEBIAN).isMetBy(Caller.UNCHECKED)).isTrue();
        assertThat(new Need.MountFromAnywhere(DEBIAN).scope())
                .isEqualTo("repository:alice/debian:pull,push repository:*:pull");
    }
}
