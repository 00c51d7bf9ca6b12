package io.vmregistry.e2e.editor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** What a client saw in one session, step by step. */
record Session(JsonNode result) {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** For one answer; a client that says nothing for twice as long in all is killed. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How a client is started that carries out a plan and writes its result. */
    @FunctionalInterface
    interface Client {
        ProcessBuilder start(Path plan, Path result) throws IOException;
    }

    /** Runs a script on a document; fails with all that the client said when it could not carry it out. */
    static Session run(Client client, Path document, Script script) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(document.toAbsolutePath().getParent(), "session");
        Path plan = folder.resolve("plan.json");
        Path result = folder.resolve("result.json");
        Path said = folder.resolve("said.log");
        MAPPER.writeValue(
                plan.toFile(),
                Map.of("file", document.toString(), "patience", PATIENCE.toMillis(), "steps", script.steps()));
        Process process = client.start(plan, result)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE.multipliedBy(2).toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        assertThat(result)
                .as("the client said: %s", Files.readString(said, UTF_8))
                .exists();
        Session session = new Session(MAPPER.readTree(result.toFile()));
        assertThat(session.result().path("fault").asText())
                .as("the client's fault; it said: %s", Files.readString(said, UTF_8))
                .isEmpty();
        return session;
    }

    /** A diagnostic as the client has it; lines and characters count from 0. */
    record Seen(int line, int character, String code, String message) {}

    List<Seen> diagnostics(int step) {
        return elements(result.path("steps").path(step).path("diagnostics")).stream()
                .map(one -> new Seen(
                        one.path("line").asInt(),
                        one.path("character").asInt(),
                        one.path("code").asText(),
                        one.path("message").asText()))
                .toList();
    }

    List<String> labels(int step) {
        return elements(result.path("steps").path(step).path("labels")).stream()
                .map(JsonNode::asText)
                .toList();
    }

    String text(int step) {
        return result.path("steps").path(step).path("text").asText();
    }

    private static List<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }
}
