package io.vmregistry.auth.key;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The text of {@code keys.json}: every entry of the ring without its private key. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record KeyState(List<Entry> keys) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Times as RFC 3339 writes them, the certificate as DER in base64. */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    record Entry(String kid, String publishedAt, String usedFrom, String certificate) {}

    static String text(KeyRing ring) {
        KeyState state = new KeyState(ring.entries().stream()
                .map(entry -> new Entry(
                        entry.id(),
                        entry.publishedAt().toString(),
                        entry.usedFrom().toString(),
                        entry.certificate().base64()))
                .toList());
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(state) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written as JSON", e);
        }
    }

    /**
     * The ring of the text.
     *
     * @param privateKeys finds the pair of a name
     * @throws KeyException when the text was not written by {@link #text}
     */
    static KeyRing ring(String text, Function<String, Optional<SigningKey>> privateKeys) {
        try {
            return new KeyRing(JSON.readValue(text, KeyState.class).keys().stream()
                    .map(entry -> entryOf(entry, privateKeys))
                    .toList());
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException | NullPointerException e) {
            throw new KeyException(
                    "Tried to read keys.json but failed because it is damaged. Restore it from a backup.", e);
        }
    }

    private static KeyRing.Entry entryOf(Entry entry, Function<String, Optional<SigningKey>> privateKeys) {
        KeyCertificate certificate = KeyCertificate.parse(Base64.getDecoder().decode(entry.certificate()));
        if (!PublicKeys.thumbprint(certificate.publicKey()).equals(entry.kid())) {
            throw new IllegalArgumentException("the certificate of " + entry.kid() + " is another key's");
        }
        return new KeyRing.Entry(
                entry.kid(),
                certificate,
                Instant.parse(entry.publishedAt()),
                Instant.parse(entry.usedFrom()),
                privateKeys.apply(entry.kid()));
    }
}
