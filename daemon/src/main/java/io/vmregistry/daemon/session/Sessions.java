package io.vmregistry.daemon.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmregistry.client.auth.AuthClient;
import io.vmregistry.client.auth.Session;
import io.vmregistry.client.auth.TokenCredential;
import io.vmregistry.client.credential.Secret;
import io.vmregistry.client.http.HttpAddress;
import io.vmregistry.client.http.HttpCaller;
import io.vmregistry.client.registry.RegistryCredential;
import io.vmregistry.spec.reference.Digest;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The sessions of this daemon's callers: the last login of each, in a file of mode 0600. A caller sees no session but its
 * own. Tokens for registries are made from the session when they are needed, so a transfer outlives any of them.
 */
public final class Sessions {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path directory;
    private final Optional<URI> defaultAuth;
    private final HttpCaller http;
    private final Clock clock;

    /** Keeps sessions in a folder, which is created with mode 0700. */
    public Sessions(Path directory, Optional<URI> defaultAuth, HttpCaller http, Clock clock) {
        this.directory = directory;
        this.defaultAuth = defaultAuth;
        this.http = http;
        this.clock = clock;
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new SessionException.StorageFailed(directory, e);
        }
    }

    /**
     * What is kept of a login.
     *
     * @param expires when it is known
     */
    private record Kept(URI authUrl, String username, Secret refreshToken, Optional<Instant> expires) {}

    /**
     * Begins a session and keeps it for the caller, in place of the one before.
     *
     * @throws io.vmregistry.client.ClientException.Unauthenticated when the name or the password is wrong
     * @throws SessionException.NotConfigured when there is no auth server
     */
    public Session login(String caller, Optional<String> authUrl, String username, Secret password) {
        URI server = server(authUrl);
        Session session = client(server).login(username, password);
        keep(
                caller,
                new Kept(server, session.username(), session.refreshToken(), Optional.of(session.refreshExpires())));
        return session;
    }

    /**
     * Keeps a session that the client began elsewhere, or here before, in place of the caller's. The token is shown to the
     * auth server and not exchanged: exchanged, it would end the session wherever else it is kept, or everywhere when the
     * answer is lost or two commands bring it at once.
     *
     * @throws io.vmregistry.client.ClientException.Unauthenticated when the session is over
     */
    public void resume(String caller, Optional<String> authUrl, String username, Secret refreshToken) {
        URI server = server(authUrl);
        client(server).token(Optional.empty(), List.of(), new TokenCredential.Refresh(refreshToken));
        keep(caller, new Kept(server, username, refreshToken, Optional.empty()));
    }

    /**
     * Makes an account.
     *
     * @throws io.vmregistry.client.ClientException as {@link AuthClient#register} says
     */
    public void register(Optional<String> authUrl, String username, Secret password) {
        client(server(authUrl)).register(username, password);
    }

    /**
     * Ends the caller's session, here first and then at the server.
     *
     * @param refreshToken also this one, when the client kept another
     * @return false when there was none
     */
    public boolean logout(String caller, Optional<Secret> refreshToken) {
        Optional<Kept> kept = read(caller);
        delete(caller);
        kept.ifPresent(session -> client(session.authUrl()).logout(session.refreshToken()));
        Optional<URI> server = kept.map(Kept::authUrl).or(() -> defaultAuth);
        if (refreshToken.isPresent() && server.isPresent()) {
            client(server.get()).logout(refreshToken.get());
        }
        return kept.isPresent() || refreshToken.isPresent();
    }

    /** What the caller shows to registries: its session, or nothing. */
    public RegistryCredential credential(String caller) {
        return read(caller)
                .<RegistryCredential>map(kept -> new RegistryCredential.OfSession(kept.authUrl(), kept.refreshToken()))
                .orElseGet(RegistryCredential.Anonymous::new);
    }

    private URI server(Optional<String> given) {
        return given.map(Sessions::address).or(() -> defaultAuth).orElseThrow(SessionException.NotConfigured::new);
    }

    private static URI address(String text) {
        return HttpAddress.parse(text).orElseThrow(() -> new SessionException.InvalidAddress(text));
    }

    private AuthClient client(URI server) {
        return new AuthClient(server, http, clock);
    }

    private void keep(String caller, Kept session) {
        ObjectNode json = JSON.createObjectNode()
                .put("authUrl", session.authUrl().toString())
                .put("username", session.username())
                .put("refreshToken", session.refreshToken().reveal());
        session.expires().ifPresent(end -> json.put("expires", end.toString()));
        Path temporary = directory.resolve("." + UUID.randomUUID());
        try {
            write(temporary, json.toString().getBytes(UTF_8));
            Files.move(temporary, file(caller), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new SessionException.StorageFailed(directory, e);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private Optional<Kept> read(String caller) {
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file(caller)));
            Kept kept = new Kept(
                    URI.create(json.path("authUrl").asText()),
                    json.path("username").asText(),
                    Secret.of(json.path("refreshToken").asText()),
                    json.has("expires")
                            ? Optional.of(Instant.parse(json.path("expires").asText()))
                            : Optional.empty());
            boolean over =
                    kept.expires().filter(end -> !end.isAfter(clock.instant())).isPresent();
            return over ? Optional.empty() : Optional.of(kept);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            throw new SessionException.StorageFailed(file(caller), e);
        }
    }

    private void delete(String caller) {
        try {
            Files.deleteIfExists(file(caller));
        } catch (IOException e) {
            throw new SessionException.StorageFailed(directory, e);
        }
    }

    /** The caller's name is hashed: a certificate's subject can hold anything. */
    private Path file(String caller) {
        return directory.resolve(Digest.of(caller.getBytes(UTF_8)).hex() + ".json");
    }
}
