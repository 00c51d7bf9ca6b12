package io.vmregistry.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class RefreshTokenTest {

    @Test
    void carries256BitsAndIsReadBack() {
        RefreshToken token = RefreshToken.generate(new SecureRandom());

        assertThat(token.value()).matches("vmr_refresh_[A-Za-z0-9_-]{43}");
        assertThat(RefreshToken.parse(token.value())).contains(token);
        assertThat(RefreshToken.generate(new SecureRandom())).isNotEqualTo(token);
    }

    @Test
    void isKeptAsItsSha256() {
        RefreshToken token = new RefreshToken("vmr_refresh_" + "A".repeat(43));

        assertThat(token.hash().hex()).isEqualTo("9e86ab64ce7c7f29e06e78045ff42aef5c040392246c784ecf7251129621a851");
    }

    @Test
    void staysOutOfLogs() {
        RefreshToken token = RefreshToken.generate(new SecureRandom());

        assertThat(token.toString()).doesNotContain(token.value());
    }

    @Test
    void isNotTakenFromAnythingElse() {
        assertThat(RefreshToken.parse("")).isEmpty();
        assertThat(RefreshToken.parse("eyJhbGciOiJSUzI1NiJ9.e30.AA")).isEmpty();
        assertThat(RefreshToken.parse("vmr_refresh_" + "A".repeat(43) + "\n")).isEmpty();
    }
}
