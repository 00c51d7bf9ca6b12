package io.vmregistry.client.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChallengeTest {

    @Test
    void readsRealmServiceAndScopes() {
        assertThat(
                        Challenge.parse(
                                "Bearer realm=\"https://auth/token\",service=\"reg, istry\",scope=\"repository:a:pull registry:catalog:*\",error=\"x\""))
                .contains(new Challenge.Bearer(
                        URI.create("https://auth/token"),
                        Optional.of("reg, istry"),
                        List.of("repository:a:pull", "registry:catalog:*")));
    }

    @Test
    void takesOneWithoutServiceAndScope() {
        assertThat(Challenge.parse("bearer realm=\"http://127.0.0.1:1/token\""))
                .contains(new Challenge.Bearer(URI.create("http://127.0.0.1:1/token"), Optional.empty(), List.of()));
    }

    @Test
    void refusesOtherSchemesAndAddresses() {
        assertThat(Challenge.parse("Digest realm=\"x\"")).isEmpty();
        assertThat(Challenge.parse("Bearer service=\"x\"")).isEmpty();
        assertThat(Challenge.parse("Bearer realm=\"file:///etc/passwd\"")).isEmpty();
        assertThat(Challenge.parse("Bearer realm=\"::\"")).isEmpty();
    }

    @Test
    void prefersATokenToAPassword() {
        assertThat(Challenge.choose(List.of("Negotiate", "Basic realm=\"x\"", "Bearer realm=\"https://auth/token\"")))
                .contains(new Challenge.Bearer(URI.create("https://auth/token"), Optional.empty(), List.of()));
        assertThat(Challenge.choose(List.of("Negotiate", "Basic realm=\"x\""))).contains(new Challenge.Basic());
        assertThat(Challenge.choose(List.of("Negotiate"))).isEmpty();
    }
}
