package io.vmregistry.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordTest {

    @Test
    void countsBytesNotCharacters() {
        assertThat(Password.parse("1234567")).isEmpty();
        assertThat(Password.parse("12345678")).isPresent();
        assertThat(Password.parse("ääää")).isPresent();
        assertThat(Password.parse("a".repeat(72))).isPresent();
        assertThat(Password.parse("ä".repeat(36))).isPresent();
        assertThat(Password.parse("ä".repeat(36) + "a")).isEmpty();
    }

    @Test
    void refusesWhatBcryptWouldCut() {
        assertThat(Password.objectionTo("a".repeat(73)))
                .hasValueSatisfying(it -> assertThat(it).contains("73").contains("72"));
        assertThat(Password.objectionTo("secret\0 and more")).isPresent();
    }

    @Test
    void refusesUnpairedSurrogatesWhichUtf8WouldMakeEqual() {
        assertThat(Password.parse("12345678\ud800")).isEmpty();
        assertThat(Password.parse("12345678\ud83d\ude00")).isPresent();
    }

    @Test
    void staysOutOfMessagesAndLogs() {
        assertThat(new Password("correct horse").toString()).doesNotContain("horse");
        assertThat(Password.objectionTo("short"))
                .hasValueSatisfying(it -> assertThat(it).doesNotContain("\"short\""));
    }
}
