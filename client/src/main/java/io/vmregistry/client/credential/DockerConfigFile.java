package io.vmregistry.client.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vmregistry.client.ClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code config.json} of {@code $DOCKER_CONFIG} or {@code ~/.docker}: where {@code docker login}, {@code oras login} and
 * {@code crane auth login} keep what they were told. It is read and never written. A host's own credential helper goes
 * before the helper for all, and that before the entry in the file.
 */
public final class DockerConfigFile {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** How Docker's own registry is called in images, and in the file. */
    private static final String DOCKER_IO = "docker.io";

    private static final String DOCKER_IO_KEY = "https://index.docker.io/v1/";

    private final Path file;
    private final SecretKeeper helper;

    public DockerConfigFile(Path file, SecretKeeper helper) {
        this.file = file;
        this.helper = helper;
    }

    /** The file that the environment names; {@code home} is the user's home folder. */
    public static DockerConfigFile from(Map<String, String> environment, Path home) {
        Path folder = Optional.ofNullable(environment.get("DOCKER_CONFIG"))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .orElseGet(() -> home.resolve(".docker"));
        return new DockerConfigFile(folder.resolve("config.json"), new KeeperProgram(environment));
    }

    /**
     * The login for a registry.
     *
     * @param host {@code host[:port]}
     * @throws ClientException.ConfigurationFault when the file cannot be read, or a helper that it names fails
     */
    public Optional<RegistryLogin> find(String host) {
        Optional<JsonNode> tree = read();
        return tree.flatMap(config -> helper(config, host)
                .map(program -> helper.get(program, key(host)).flatMap(kept -> login(host, kept)))
                .orElseGet(() -> entry(config, host)));
    }

    private Optional<JsonNode> read() {
        try {
            JsonNode tree = JSON.readTree(Files.readAllBytes(file));
            if (tree.isObject()) {
                return Optional.of(tree);
            }
            throw damaged();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            // Without its cause: the parser quotes the text around the fault, which is a secret here.
            throw damaged();
        } catch (IOException e) {
            throw new ClientException.ConfigurationFault(
                    "read " + file, String.valueOf(e.getMessage()), "Check its owner and its mode.", e);
        }
    }

    private ClientException damaged() {
        return new ClientException.ConfigurationFault(
                "read " + file, "it is not the JSON that Docker writes", "Correct or remove it.");
    }

    private static String key(String host) {
        return host.equals(DOCKER_IO) ? DOCKER_IO_KEY : host;
    }

    private static Optional<String> helper(JsonNode config, String host) {
        return text(config.path("credHelpers").path(key(host))).or(() -> text(config.path("credsStore")));
    }

    private Optional<RegistryLogin> entry(JsonNode config, String host) {
        JsonNode auths = config.path("auths");
        for (String key : List.of(key(host), "https://" + host, "http://" + host, "https://" + host + "/v2/")) {
            JsonNode entry = auths.path(key);
            if (entry.isObject()) {
                return identityToken(host, entry).or(() -> password(host, entry));
            }
        }
        return Optional.empty();
    }

    private static Optional<RegistryLogin> identityToken(String host, JsonNode entry) {
        return text(entry.path("identitytoken"))
                .map(Secret::of)
                .map(token -> new RegistryLogin.WithIdentityToken(host, token));
    }

    /** {@code auth} is Base64 of name and password with a colon between them; some write the two in the clear. */
    private Optional<RegistryLogin> password(String host, JsonNode entry) {
        Optional<String> auth = text(entry.path("auth"));
        if (auth.isEmpty()) {
            return text(entry.path("username"))
                    .flatMap(name -> text(entry.path("password"))
                            .map(password -> new RegistryLogin.WithPassword(host, name, Secret.of(password))));
        }
        String plain;
        try {
            plain = new String(Base64.getDecoder().decode(auth.get().strip()), UTF_8);
        } catch (IllegalArgumentException e) {
            throw damaged();
        }
        int colon = plain.indexOf(':');
        return colon > 0 && colon < plain.length() - 1
                ? Optional.of(new RegistryLogin.WithPassword(
                        host, plain.substring(0, colon), Secret.of(plain.substring(colon + 1))))
                : Optional.empty();
    }

    /** A helper says {@code <token>} in place of a name when what it keeps is an identity token. */
    private static Optional<RegistryLogin> login(String host, SecretKeeper.Kept kept) {
        return Optional.of(
                kept.username().equals("<token>")
                        ? new RegistryLogin.WithIdentityToken(host, kept.secret())
                        : new RegistryLogin.WithPassword(host, kept.username(), kept.secret()));
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.of(node.asText("")).filter(value -> !value.isEmpty());
    }
}
