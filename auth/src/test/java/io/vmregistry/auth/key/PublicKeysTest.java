package io.vmregistry.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PublicKeysTest {

    /** The example of RFC 7638, section 3.1. */
    @Test
    void namesAKeyByItsThumbprint() throws Exception {
        byte[] modulus = Base64.getUrlDecoder()
                .decode(
                        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw");
        RSAPublicKey key = (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(new BigInteger(1, modulus), BigInteger.valueOf(65537)));

        assertThat(PublicKeys.thumbprint(key)).isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    @Test
    void publishesNothingPrivate() {
        SigningKey key = PrivateKeyFile.generate(2048);

        assertThat(PublicKeys.jsonWebKey(key.id(), key.publicKey()))
                .containsOnlyKeys("kty", "kid", "use", "alg", "n", "e")
                .containsEntry("kid", key.id())
                .containsEntry("alg", "RS256")
                .containsEntry("use", "sig");
    }

    @Test
    void makesTheSameCertificateOfAKeyEachTime() throws Exception {
        SigningKey key = PrivateKeyFile.generate(2048);
        KeyCertificate certificate = KeyCertificate.of(key);

        assertThat(KeyCertificate.of(key)).isEqualTo(certificate);
        assertThat(certificate.publicKey()).isEqualTo(key.publicKey());
        certificate.value().verify(key.publicKey());
        certificate.value().checkValidity();
        assertThat(certificate.value().getSerialNumber().signum()).isPositive();
        assertThat(certificate.value().getSerialNumber().bitLength()).isLessThanOrEqualTo(159);
        assertThat(KeyCertificate.parse(certificate.der())).isEqualTo(certificate);
    }
}
