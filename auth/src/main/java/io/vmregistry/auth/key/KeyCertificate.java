package io.vmregistry.auth.key;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A key's self-signed certificate, by which registries of others know it. It says nothing but the key, and is a function
 * of it: whoever holds the key makes the same bytes.
 */
public record KeyCertificate(X509Certificate value) {

    private static final Instant FROM = Instant.parse("2000-01-01T00:00:00Z");

    /** RFC 5280, section 4.1.2.5: no well-defined end. How long a key counts is decided elsewhere. */
    private static final Instant UNTIL = Instant.parse("9999-12-31T23:59:59Z");

    /** Signs the certificate, which costs as much as signing a token. */
    public static KeyCertificate of(SigningKey key) {
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, "vm-registry-auth " + key.id())
                .build();
        try {
            byte[] der = new JcaX509v3CertificateBuilder(
                            name, serialNumber(key), Date.from(FROM), Date.from(UNTIL), name, key.publicKey())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(key.privateKey()))
                    .getEncoded();
            return parse(der);
        } catch (IOException | OperatorCreationException e) {
            throw new KeyException(
                    "Tried to make the certificate of key %s but failed because of %s.".formatted(key.id(), e), e);
        }
    }

    /**
     * Reads one that was made before.
     *
     * @throws KeyException when it is no certificate of an RSA key
     */
    public static KeyCertificate parse(byte[] der) {
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            if (!(certificate.getPublicKey() instanceof RSAPublicKey)) {
                throw new KeyException(
                        "Tried to read a key's certificate but failed because its key is no RSA key. Restore keys.json from a backup.");
            }
            return new KeyCertificate(certificate);
        } catch (CertificateException e) {
            throw new KeyException(
                    "Tried to read a key's certificate but failed because of %s. Restore keys.json from a backup."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    /** The first half of the name's bytes, which are its key's digest; positive and never zero. */
    private static BigInteger serialNumber(SigningKey key) {
        return new BigInteger(1, key.id().substring(0, 20).getBytes(StandardCharsets.US_ASCII));
    }

    public RSAPublicKey publicKey() {
        return (RSAPublicKey) value.getPublicKey();
    }

    public byte[] der() {
        try {
            return value.getEncoded();
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate that was read has its encoding", e);
        }
    }

    /** As the header {@code x5c} has it (RFC 7515, section 4.1.6). */
    public String base64() {
        return Base64.getEncoder().encodeToString(der());
    }

    /** As {@code auth.crt} has it. */
    public String pem() {
        return PublicKeys.armour("CERTIFICATE", der());
    }
}
