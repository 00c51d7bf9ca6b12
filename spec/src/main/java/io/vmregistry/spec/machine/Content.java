package io.vmregistry.spec.machine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** What a document gives inline or names as a file. Clients replace files by their contents before they send a document. */
public sealed interface Content {

    /** Text in the document. */
    record Inline(String text) implements Content {}

    /** Bytes in the document that are no text. */
    record Binary(byte[] bytes) implements Content {

        public Binary {
            bytes = bytes.clone();
        }

        /** Empty when the text is no Base64 (RFC 4648, section 4). */
        public static Optional<Binary> parse(String base64) {
            try {
                return Optional.of(new Binary(Base64.getDecoder().decode(base64.replaceAll("\\s", ""))));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        public String base64() {
            return Base64.getEncoder().encodeToString(bytes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Binary binary && Arrays.equals(bytes, binary.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Binary[" + bytes.length + " bytes]";
        }
    }

    /** A file's path as it was written; relative to the document's folder. */
    record InFile(String path) implements Content {}

    /** The bytes themselves; empty for a file that was not read. */
    default Optional<byte[]> inlineBytes() {
        return switch (this) {
            case Inline(String text) -> Optional.of(text.getBytes(StandardCharsets.UTF_8));
            case Binary binary -> Optional.of(binary.bytes());
            case InFile file -> Optional.empty();
        };
    }
}
