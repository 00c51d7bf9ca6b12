package io.vmregistry.spec.reference;

import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A content digest, {@code algorithm:hex}, as the OCI image specification writes it ("Digests").
 * Parsed once at the edge; nothing behind the edge builds a path or a key from client text.
 */
public record Digest(Algorithm algorithm, String hex) {

    private static final Pattern LOWER_HEX = Pattern.compile("[0-9a-f]+");

    /** The registered algorithms that a registry has to know. */
    public enum Algorithm {
        SHA256("sha256", "SHA-256", 64),
        SHA512("sha512", "SHA-512", 128);

        private final String label;
        private final String jcaName;
        private final int hexLength;

        Algorithm(String label, String jcaName, int hexLength) {
            this.label = label;
            this.jcaName = jcaName;
            this.hexLength = hexLength;
        }

        /** The name in front of the colon. */
        public String label() {
            return label;
        }

        public int hexLength() {
            return hexLength;
        }

        /** A fresh hash of this algorithm. Every JDK has both. */
        public MessageDigest newHash() {
            try {
                return MessageDigest.getInstance(jcaName);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java runtime has no " + jcaName, e);
            }
        }
    }

    public Digest {
        requireNonNull(algorithm, "algorithm");
        if (hex.length() != algorithm.hexLength() || !LOWER_HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("not a %s digest: \"%s\"".formatted(algorithm.label(), abbreviate(hex)));
        }
    }

    /** Empty when the text is no digest or its algorithm is not one of ours. */
    public static Optional<Digest> parse(String text) {
        for (Algorithm algorithm : Algorithm.values()) {
            int prefix = algorithm.label().length();
            if (text.length() == prefix + 1 + algorithm.hexLength()
                    && text.startsWith(algorithm.label())
                    && text.charAt(prefix) == ':') {
                String hex = text.substring(prefix + 1);
                return LOWER_HEX.matcher(hex).matches() ? Optional.of(new Digest(algorithm, hex)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The SHA-256 digest of bytes in memory: manifests and configurations, never disks. */
    public static Digest of(byte[] content) {
        return from(Algorithm.SHA256, Algorithm.SHA256.newHash().digest(requireNonNull(content, "content")));
    }

    /** The digest that a finished hash of {@code algorithm} stands for. */
    public static Digest from(Algorithm algorithm, byte[] hash) {
        return new Digest(algorithm, HexFormat.of().formatHex(hash));
    }

    /** The first twelve hex digits, for tables that people read. */
    public String abbreviated() {
        return hex.substring(0, 12);
    }

    @Override
    public String toString() {
        return algorithm.label() + ":" + hex;
    }

    private static String abbreviate(String text) {
        return text.length() <= 140 ? text : text.substring(0, 140) + "…";
    }
}
