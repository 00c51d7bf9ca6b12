package io.vmregistry.registry.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import org.jose4j.jwk.RsaJsonWebKey;
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
        assertThat(new PublicKeyFile(file).read().values()).containsExactly((RSAPublicKey) TestTokens.KEYS.getPublic());
    }

    @Test
    void readsEveryBlockWhileKeysAreRotated() throws Exception {
        KeyPair next = TestTokens.keys();
        Path file = Files.writeString(
                directory.resolve("auth.pub"),
                "current\n" + TestTokens.pem(TestTokens.KEYS) + "\nnext\n" + TestTokens.pem(next));

        assertThat(new PublicKeyFile(file).read())
                .containsOnly(
                        entry(thumbprint(TestTokens.KEYS), (RSAPublicKey) TestTokens.KEYS.getPublic()),
                        entry(thumbprint(next), (RSAPublicKey) next.getPublic()));
    }

    private static String thumbprint(KeyPair keys) {
        return new RsaJsonWebKey((RSAPublicKey) keys.getPublic()).calculateBase64urlEncodedThumbprint("SHA-256");
    }

    @Test
    void saysWhatToDoWhenThereIsNone() {
        assertThatThrownBy(() -> new PublicKeyFile(directory.resolve("none.pub")).read())
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
        assertThatThrownBy(() -> new PublicKeyFile(file).read()).isInstanceOf(PublicKeyFile.NoKeyException.class);
    }
}
