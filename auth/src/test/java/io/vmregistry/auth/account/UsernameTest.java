package io.vmregistry.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vmregistry.spec.reference.RepositoryName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "alice", "a.b", "a-b_c.d", "0", "user42"})
    void acceptsOneRepositorySegment(String text) {
        assertThat(Username.parse(text))
                .hasValueSatisfying(name ->
                        assertThat(RepositoryName.parse(name + "/image")).isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Alice",
                "a/b",
                "..",
                "a..b",
                "a__b",
                "-a",
                "a-",
                "a b",
                "ä",
                "a\n",
                "*",
                "a'; drop table users",
                "anonymous"
            })
    void refusesWhatIsNoSegmentOrIsReserved(String text) {
        assertThat(Username.parse(text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new Username(text));
    }

    @Test
    void refusesMoreThan64Characters() {
        assertThat(Username.parse("a".repeat(64))).isPresent();
        assertThat(Username.objectionTo("a".repeat(65)))
                .hasValueSatisfying(it -> assertThat(it).contains("65"));
    }

    @Test
    void tellsThatUpperCaseIsTheReason() {
        assertThat(Username.objectionTo("Alice"))
                .hasValueSatisfying(it -> assertThat(it).contains("lower case").contains("\"Alice\""));
    }

    @Test
    void repeatsNoControlCharacters() {
        assertThat(Username.objectionTo("a\r\nSet-Cookie: x"))
                .hasValueSatisfying(it -> assertThat(it).doesNotContain("\r").doesNotContain("\n"));
    }
}
