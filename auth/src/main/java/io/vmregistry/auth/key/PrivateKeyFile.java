package io.vmregistry.auth.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** A private key as a file: PKCS#8 in PEM (RFC 7468, section 10), mode 0600. */
final class PrivateKeyFile {

    private static final Logger LOG = Logger.getLogger(PrivateKeyFile.class);
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");
    private static final Set<PosixFilePermission> SAFE = PosixFilePermissions.fromString("rw-------");

    private PrivateKeyFile() {}

    static SigningKey generate(int bits) {
        LOG.infof("Making an RSA key of %d bits: this takes a few seconds, once", bits);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            KeyPair pair = generator.generateKeyPair();
            return SigningKey.of((RSAPrivateKey) pair.getPrivate(), (RSAPublicKey) pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new KeyException("Tried to make an RSA key but failed because of " + e.getMessage() + ".", e);
        }
    }

    static String text(SigningKey key) {
        return PublicKeys.armour("PRIVATE KEY", key.privateKey().getEncoded());
    }

    /** @throws KeyException when the file holds no RSA key that can sign */
    static SigningKey read(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!SAFE.containsAll(permissions)) {
            LOG.warnf(
                    "%s may be read by others (%s): whoever reads it can sign tokens. Use mode 0600",
                    file, PosixFilePermissions.toString(permissions));
        }
        Matcher pem = PKCS8.matcher(Files.readString(file, US_ASCII));
        if (!pem.matches()) {
            throw new KeyException(
                    "Tried to read %s but failed because it is no PKCS#8 PEM file (-----BEGIN PRIVATE KEY-----). Convert it with: openssl pkcs8 -topk8 -nocrypt"
                            .formatted(file));
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
            KeyFactory factory = KeyFactory.getInstance("RSA");
            if (!(factory.generatePrivate(new PKCS8EncodedKeySpec(der)) instanceof RSAPrivateCrtKey privateKey)) {
                throw new KeyException(
                        "Tried to read %s but failed because its key has no CRT values.".formatted(file));
            }
            RSAPublicKey publicKey = (RSAPublicKey) factory.generatePublic(
                    new RSAPublicKeySpec(privateKey.getModulus(), privateKey.getPublicExponent()));
            return SigningKey.of(privateKey, publicKey);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new KeyException(
                    "Tried to read %s but failed because it holds no usable RSA key: %s."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }
}
