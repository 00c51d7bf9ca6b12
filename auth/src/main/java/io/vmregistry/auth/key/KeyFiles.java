package io.vmregistry.auth.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The signing key on disk: {@code auth.key} (PKCS#8 PEM, mode 0600) and {@code auth.pub} (SubjectPublicKeyInfo PEM),
 * which the registry reads. Files appear whole: written beside, flushed, renamed.
 */
public final class KeyFiles {

    public static final String PRIVATE_FILE = "auth.key";
    public static final String PUBLIC_FILE = "auth.pub";

    private static final Logger LOG = Logger.getLogger(KeyFiles.class);
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");
    private static final String OWNER_ONLY = "rw-------";
    private static final String READABLE = "rw-r--r--";
    private static final Set<PosixFilePermission> SAFE = PosixFilePermissions.fromString(OWNER_ONLY);

    private final Path directory;

    public KeyFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * The key of the files. Makes one of {@code bits} bits when neither file is there, and writes {@code auth.pub} again
     * when it alone is missing or differs.
     *
     * @throws KeyException when a file cannot be read or written, is no RSA key, or only {@code auth.pub} is there: the
     *     registry trusts a key then that is lost, and a silent new one would lock everybody out
     */
    public KeySet loadOrCreate(int bits) {
        Path privateFile = directory.resolve(PRIVATE_FILE);
        Path publicFile = directory.resolve(PUBLIC_FILE);
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (!Files.exists(privateFile)) {
                if (Files.exists(publicFile)) {
                    throw new KeyException(
                            "Tried to read the signing key but failed because %s is missing while %s is there. Put the key back, or remove %s to have a new pair made."
                                    .formatted(privateFile, publicFile, publicFile));
                }
                create(privateFile, bits);
            }
            SigningKey key = read(privateFile);
            String pem = PublicKeys.pem(key.publicKey());
            if (!Files.exists(publicFile)
                    || !Files.readString(publicFile, US_ASCII).equals(pem)) {
                write(publicFile, pem, READABLE);
            }
            return KeySet.of(key);
        } catch (IOException e) {
            throw new KeyException(
                    "Tried to use the signing key in %s but failed because of %s.".formatted(directory, e), e);
        }
    }

    private void create(Path file, int bits) throws IOException {
        LOG.infof("Making an RSA key of %d bits in %s: this takes a few seconds, once", bits, file);
        KeyPair pair;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new KeyException("Tried to make an RSA key but failed because of " + e.getMessage() + ".", e);
        }
        write(file, PublicKeys.armour("PRIVATE KEY", pair.getPrivate().getEncoded()), OWNER_ONLY);
    }

    private static SigningKey read(Path file) throws IOException {
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

    private void write(Path file, String text, String permissions) throws IOException {
        Path temporary = Files.createTempFile(
                directory,
                file.getFileName().toString(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(permissions));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
