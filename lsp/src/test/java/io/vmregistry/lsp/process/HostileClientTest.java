package io.vmregistry.lsp.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that do not keep to the protocol, and clients that die. After everything the server still answers. */
@Timeout(180)
class HostileClientTest {

    private static final String URI = "file:///nowhere/VMFile";

    private ServerProcess server;
    private int id = 100;

    @BeforeEach
    void start() throws IOException {
        server = new ServerProcess();
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
    }

    @Test
    void requestsBeforeInitializeAreRefusedAndNotificationsDropped() throws Exception {
        open("apiVersion: nonsense");
        server.send(hover(1));

        assertThat(server.await(message -> message.contains("\"id\":1"))).contains("-32002");
        server.initialize();
        stillAnswers();
    }

    @Test
    void afterShutdownRequestsAreRefusedAndExitEndsWithZero() throws Exception {
        server.initialize();
        server.send("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"shutdown\"}");
        server.await(message -> message.contains("\"id\":5"));
        server.send(hover(6));
        assertThat(server.await(message -> message.contains("\"id\":6"))).contains("-32600");

        server.send("{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}");

        assertThat(server.awaitExit()).isZero();
    }

    @Test
    void exitWithoutShutdownEndsWithOne() throws Exception {
        server.initialize();

        server.send("{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}");

        assertThat(server.awaitExit()).isOne();
    }

    @Test
    void aClientThatDiesTakesTheServerWithIt() throws Exception {
        server.initialize();
        server.bytes("Content-Length: 500\r\n\r\n{\"jsonrpc\":".getBytes(StandardCharsets.US_ASCII));

        server.closeInput();

        assertThat(server.awaitExit()).isOne();
    }

    @Test
    void theServerEndsWithTheProcessThatTheClientNamed() throws Exception {
        Process client = new ProcessBuilder("sleep", "600").start();
        server.send("""
                {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"processId":%d,"capabilities":{}}}""".formatted(client.pid()));
        server.await(message -> message.contains("\"id\":0"));

        client.destroyForcibly().waitFor();

        assertThat(server.awaitExit()).isOne();
    }

    @Test
    void unknownMethodsAreRefusedAndUnknownNotificationsPassedOver() throws Exception {
        server.initialize();
        server.send("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"textDocument/teleport\",\"params\":{}}");
        assertThat(server.await(message -> message.contains("\"id\":7"))).contains("-32601");
        server.send("{\"jsonrpc\":\"2.0\",\"method\":\"$/unheardOf\",\"params\":[1,2]}");
        server.send("{\"jsonrpc\":\"2.0\",\"method\":\"unheard/of\",\"params\":null}");
        stillAnswers();
    }

    @Test
    void malformedMessagesCostThemselvesOnly() throws Exception {
        server.initialize();
        for (String json : new String[] {
            "{",
            "[]",
            "[1]",
            "null",
            "42",
            "\"x\"",
            "{}",
            "{\"jsonrpc\":\"2.0\"}",
            "\u0000\u0001",
            "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"textDocument/hover\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":42}",
            "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"textDocument/hover\",\"params\":\"x\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":10,\"method\":\"textDocument/hover\",\"params\":{}}",
            "{\"jsonrpc\":\"2.0\",\"id\":11,\"method\":\"textDocument/hover\"}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{}}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":{\"contentChanges\":[{}]}}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didClose\",\"params\":null}",
            "{\"jsonrpc\":\"2.0\",\"id\":77,\"result\":{}}",
            "[".repeat(100_000)
        }) {
            server.send(json);
        }
        stillAnswers();
    }

    @Test
    void malformedHeadersCostThemselvesOnly() throws Exception {
        server.initialize();
        for (String header : new String[] {
            "\r\n\r\n",
            "Content-Length: -5\r\n\r\n",
            "Content-Length: many\r\n\r\n",
            "Content-Type: x\r\n\r\n",
            "Nonsense\r\n\r\n",
            "Content-Length: 99999999999999999999\r\n\r\n",
            "x".repeat(100_000) + "\r\n\r\n"
        }) {
            server.bytes(header.getBytes(StandardCharsets.US_ASCII));
        }
        stillAnswers();
    }

    @Test
    void randomBytesBetweenMessagesAreSurvived() throws Exception {
        long seed = 20_260_103;
        Random random = new Random(seed);
        server.initialize();
        for (int i = 0; i < 50; i++) {
            byte[] noise = new byte[random.nextInt(2_000)];
            random.nextBytes(noise);
            server.bytes(noise);
            server.bytes("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        stillAnswers();
    }

    @Test
    void aFileOfFiftyMegabytesIsRefusedAndNothingElseSuffers() throws Exception {
        server.initialize();
        open("x".repeat(50 << 20));
        assertThat(server.await(message -> message.contains("publishDiagnostics")))
                .contains("VMY003", URI);
        open("apiVersion: v1\n");
        assertThat(server.await(message -> message.contains("publishDiagnostics")))
                .contains("VMF002");
        stillAnswers();
    }

    @Test
    void whoTypesFastGetsTheNewestVersion() throws Exception {
        server.initialize();
        open("apiVersion: v1\n");
        for (int version = 2; version <= 400; version++) {
            server.send("""
                    {"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"%s","version":%d},"contentChanges":[{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}},"text":"#"}]}}""".formatted(URI, version));
            server.send(hover(1_000 + version));
            server.send("{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":%d}}"
                    .formatted(1_000 + version));
        }

        assertThat(server.await(
                        message -> message.contains("publishDiagnostics") && message.contains("\"version\":400")))
                .contains("VMY012");
        stillAnswers();
    }

    private void open(String text) throws IOException {
        server.send("""
                {"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"%s","languageId":"vmfile","version":1,"text":"%s"}}}""".formatted(URI, text.replace("\n", "\\n")));
    }

    private static String hover(int id) {
        return """
                {"jsonrpc":"2.0","id":%d,"method":"textDocument/hover","params":{"textDocument":{"uri":"%s"},"position":{"line":0,"character":3}}}""".formatted(id, URI);
    }

    private void stillAnswers() throws IOException, InterruptedException {
        int asked = id++;
        server.send("""
                {"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"%s","languageId":"vmfile","version":900,"text":"apiVersion: v1\\n"}}}""".formatted(URI));
        server.send(hover(asked));
        assertThat(server.await(message -> message.contains("\"id\":" + asked))).contains("apiVersion");
        assertThat(server.isAlive()).isTrue();
    }
}
