package io.vmregistry.auth.acl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedAccessTest {

    @Test
    void readsTypeNameAndActions() {
        assertThat(RequestedAccess.parse("repository:alice/web:pull,push"))
                .contains(new RequestedAccess("repository", "alice/web", Set.of("pull", "push")));
    }

    @Test
    void takesColonsIntoTheName() {
        assertThat(RequestedAccess.parse("repository:host:5000/a:pull"))
                .contains(new RequestedAccess("repository", "host:5000/a", Set.of("pull")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "::",
                "repository",
                "repository:a",
                "repository:a:",
                ":a:pull",
                "repository:a:pull,",
                "repository:a:,"
            })
    void leavesOutWhatIsNoScope(String text) {
        assertThat(RequestedAccess.parseAll(List.of(text))).isEmpty();
    }

    @Test
    void splitsRepeatedAndSpaceSeparatedScopes() {
        assertThat(RequestedAccess.parseAll(List.of("repository:a:pull repository:b:push", "repository:c:*")))
                .extracting(RequestedAccess::name)
                .containsExactly("a", "b", "c");
    }
}
