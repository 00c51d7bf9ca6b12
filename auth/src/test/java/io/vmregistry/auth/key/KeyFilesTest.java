package io.vmregistry.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {

    private static final int SMALL = 2048;

    @TempDir
    Path directory;

    @Test
    void makesAPairThatOnlyTheOwnerReads() throws IOException {
        KeySet keys = new KeyFiles(directory).loadOrCreate(SMALL);

        assertThat(mode("auth.key")).isEqualTo("rw-------");
        assertThat(mode("auth.pub")).isEqualTo("rw-r--r--");
        assertThat(directory.resolve("auth.pub"))
                .hasContent(PublicKeys.pem(keys.signing().publicKey()));
        assertThat(directory).isDirectoryNotContaining(file -> file.toString().endsWith(".new"));
    }

    @Test
    void findsTheSameKeyAgain() {
        SigningKey first = new KeyFiles(directory).loadOrCreate(SMALL).signing();

        assertThat(new KeyFiles(directory).loadOrCreate(SMALL).signing()).isEqualTo(first);
    }

    @Test
    void writesThePublicKeyAgainWhenItAloneIsMissing() throws IOException {
        SigningKey key = new KeyFiles(directory).loadOrCreate(SMALL).signing();
        Files.delete(directory.resolve("auth.pub"));

        new KeyFiles(directory).loadOrCreate(SMALL);

        assertThat(directory.resolve("auth.pub")).hasContent(PublicKeys.pem(key.publicKey()));
    }

    @Test
    void refusesToReplaceAKeyThatTheRegistryTrusts() throws IOException {
        new KeyFiles(directory).loadOrCreate(SMALL);
        Files.delete(directory.resolve("auth.key"));

        assertThatExceptionOfType(KeyException.class)
                .isThrownBy(() -> new KeyFiles(directory).loadOrCreate(SMALL))
                .withMessageContaining("auth.key is missing");
    }

    @Test
    void refusesWhatIsNoPrivateKey() throws IOException {
        Files.writeString(
                directory.resolve("auth.key"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

        assertThatExceptionOfType(KeyException.class)
                .isThrownBy(() -> new KeyFiles(directory).loadOrCreate(SMALL))
                .withMessageContaining("no usable RSA key");
    }

    @Test
    void namesAKeyAsDockersRegistryDoes() throws Exception {
        byte[] modulus = Base64.getUrlDecoder()
                .decode(
                        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw");
        RSAPublicKey key = (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(new BigInteger(1, modulus), BigInteger.valueOf(65537)));

        assertThat(PublicKeys.fingerprint(key))
                .isEqualTo("VUZD:EDHW:YWLN:RBFQ:KOA3:UVZ2:XKG5:2V2J:WTPI:6SRD:U6PZ:VCO5");
    }

    private String mode(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file)));
    }
}
