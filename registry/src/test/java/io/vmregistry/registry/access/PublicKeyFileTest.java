package io.vmregistry.registry.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyFileTest {
    @TempDir
    Path directory;

    @Test
    void readsSubjectPublicKeyInfo() throws Exception {
        Path file = Files.writeString(directory.resolve("auth.pub"), TestTokens.pem(TestTokens.KEYS));
        assertThat(PublicKeyFile.read(file)).isEqualTo(TestTokens.KEYS.getPublic());
    }

    @Test
    void saysWhatToDoWhenThereIsNone() {
        assertThatThrownBy(() -> PublicKeyFile.read(directory.resolve("none.pub")))
                .isInstanceOf(PublicKeyFile.NoKeyException.class)
                .hasMessageContaining("none.pub")
                .hasMessageContaining("-auth-key")
                .hasMessageContaining("-auth disabled");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ssh-rsa AAAA",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\n====\n-----END PUBLIC KEY-----"
            })
    void refusesWhatIsNoKey(String content) throws Exception {
        Path file = Files.writeString(directory.resolve("auth.pub"), content);
        assertThatThrownBy(() -> PublicKeyFile.read(file)).isInstanceOf(PublicKeyFile.NoKeyException.class);
    }
}
