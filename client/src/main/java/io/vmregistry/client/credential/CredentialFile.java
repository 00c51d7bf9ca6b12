package io.vmregistry.client.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmregistry.client.ClientException;
import io.vmregistry.client.configuration.ConfigurationDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;

/**
 * {@code credentials.json}: the sessions that {@code vmr login} began, by the server's or the daemon's address. Mode 0600;
 * a file that others can read is not used.
 */
public final class CredentialFile {

    private static final String NAME = "credentials.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final ConfigurationDirectory directory;

    public CredentialFile(ConfigurationDirectory directory) {
        this.directory = directory;
    }

    /** The session kept for an address. */
    public Optional<StoredSession> find(String address) {
        refuseReadableByOthers();
        return directory.read(NAME).flatMap(bytes -> {
            JsonNode session = parse(bytes).path("sessions").path(address);
            return session.isObject() ? Optional.of(session(session)) : Optional.empty();
        });
    }

    public void put(String address, StoredSession session) {
        directory.update(NAME, before -> {
            ObjectNode tree = before.map(this::parse).orElseGet(JSON::createObjectNode);
            ObjectNode entry = tree.withObject("/sessions").putObject(address);
            entry.put("username", session.username());
            session.refreshToken().ifPresent(token -> entry.put("refresh_token", token.reveal()));
            session.accessToken().ifPresent(token -> {
                entry.put("access_token", token.reveal());
                entry.put("access_token_expires", session.accessExpires().toString());
            });
            return tree.toPrettyString().getBytes(UTF_8);
        });
    }

    /** Forgets a session; false when there was none. */
    public boolean remove(String address) {
        if (find(address).isEmpty()) {
            return false;
        }
        directory.update(NAME, before -> {
            ObjectNode tree = before.map(this::parse).orElseGet(JSON::createObjectNode);
            tree.withObject("/sessions").remove(address);
            return tree.toPrettyString().getBytes(UTF_8);
        });
        return true;
    }

    private ObjectNode parse(byte[] bytes) {
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode tree) {
                return tree;
            }
            throw damaged();
        } catch (IOException e) {
            // Without its cause: the parser quotes the text around the fault, which is a secret here.
            throw damaged();
        }
    }

    private ClientException damaged() {
        return new ClientException.ConfigurationFault(
                "read " + directory.file(NAME),
                "it is not the JSON that vmr wrote",
                "Remove it, then run \"vmr login\".");
    }

    private static StoredSession session(JsonNode node) {
        return new StoredSession(
                node.path("username").asText(""),
                secret(node.path("refresh_token")),
                secret(node.path("access_token")),
                expiry(node.path("access_token_expires").asText("")));
    }

    private static Optional<Secret> secret(JsonNode node) {
        String text = node.asText("");
        return text.isEmpty() ? Optional.empty() : Optional.of(Secret.of(text));
    }

    private static Instant expiry(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    private void refuseReadableByOthers() {
        Path file = directory.file(NAME);
        if (!Files.exists(file)
                || !file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new ClientException.ConfigurationFault(
                        "use " + file, "other users can read it", "Run \"chmod 600 " + file + "\".");
            }
        } catch (IOException e) {
            throw new ClientException.ConfigurationFault("use " + file, "its mode cannot be read", "", e);
        }
    }
}
