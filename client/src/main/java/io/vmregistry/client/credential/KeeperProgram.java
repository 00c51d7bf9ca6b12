package io.vmregistry.client.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vmregistry.client.ClientException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Runs helpers from the {@code PATH}: the registry's name to their input, JSON with name and secret from their output. */
final class KeeperProgram implements SecretKeeper {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final long PATIENCE_SECONDS = 60;
    private static final int MAX_ANSWER = 1 << 20;

    private final Map<String, String> environment;

    KeeperProgram(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Optional<Kept> get(String name, String registry) {
        String program = "docker-credential-" + name;
        if (!NAME.matcher(name).matches()) {
            throw fault(program, "that is no program's name");
        }
        return ask(program, registry, environment);
    }

    static Optional<Kept> ask(String program, String registry, Map<String, String> environment) {
        try {
            ProcessBuilder builder = new ProcessBuilder(program, "get").redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            CompletableFuture<byte[]> answer = CompletableFuture.supplyAsync(() -> read(process));
            write(process, registry);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw fault(program, "it did not answer within " + PATIENCE_SECONDS + " s");
            }
            return process.exitValue() == 0 ? kept(program, answer.join()) : nothing(program, answer.join());
        } catch (IOException e) {
            throw fault(program, "it cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException.Cancelled("ask " + program);
        }
    }

    private static void write(Process process, String registry) throws IOException {
        try (OutputStream input = process.getOutputStream()) {
            input.write(registry.getBytes(UTF_8));
        }
    }

    private static byte[] read(Process process) {
        try {
            return process.getInputStream().readNBytes(MAX_ANSWER);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static Optional<Kept> kept(String program, byte[] answer) {
        try {
            JsonNode json = JSON.readTree(answer);
            String secret = json.path("Secret").asText("");
            return secret.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Kept(json.path("Username").asText(""), Secret.of(secret)));
        } catch (IOException e) {
            // Without its cause, which quotes the answer.
            throw fault(program, "its answer is not JSON");
        }
    }

    /** Helpers end with a fault, and these words, when they keep nothing for the registry. */
    private static Optional<Kept> nothing(String program, byte[] answer) {
        if (new String(answer, UTF_8).contains("credentials not found")) {
            return Optional.empty();
        }
        throw fault(program, "it ended with a fault");
    }

    private static ClientException fault(String program, String because) {
        return new ClientException.ConfigurationFault(
                "ask " + program, because, "Check credHelpers and credsStore in ~/.docker/config.json.");
    }
}
