package io.vmregistry.e2e.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vmregistry.e2e.fault.SmallDisk;
import io.vmregistry.e2e.process.RegistryServer;
import io.vmregistry.e2e.process.TemporaryFolder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RegistryOperationIT {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static TemporaryFolder folder;
    private static SmallDisk disk;
    private static TraceCollector collector;
    private static RegistryServer server;

    @BeforeAll
    static void start() throws Exception {
        folder = TemporaryFolder.create();
        disk = SmallDisk.mount(folder.folder("disk"), 16);
        collector = TraceCollector.start();
        server = RegistryServer.startOpen(
                folder.path(),
                disk.path().resolve("store"),
                folder.path().resolve("registry.log"),
                "-otlp-endpoint",
                collector.url().toString());
    }

    @AfterAll
    static void end() {
        server.close();
        collector.close();
        disk.close();
        folder.close();
        CLIENT.shutdownNow();
    }

    private static HttpResponse<String> send(String method, String path, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.url().resolve(path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private static int status(String method, String path) throws Exception {
        return send(method, path, new byte[0]).statusCode();
    }

    /** Pushes a blob that no manifest names, and returns its path. */
    private static String pushOrphan(String text) throws Exception {
        byte[] content = text.getBytes(UTF_8);
        String digest = "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        String path = "/v1/drill/orphan/blobs/" + digest;
        assertThat(send("PUT", path, content).statusCode()).isEqualTo(201);
        return path;
    }

    @Test
    void gcFreesBesideARunningServerAndReportsIt() throws Exception {
        String orphan = pushOrphan("nobody names this");
        JsonNode nothing = new JsonMapper().readTree(server.collectGarbage("-o", "json"));
        assertThat(nothing.path("blobs").path("count").asInt()).isZero();

        JsonNode dry = new JsonMapper().readTree(server.collectGarbage("--dry-run", "--grace", "0s", "-o", "json"));
        assertThat(dry.path("dryRun").asBoolean()).isTrue();
        assertThat(dry.path("blobs").path("count").asInt()).isEqualTo(1);
        assertThat(dry.path("blobs").path("bytes").asInt()).isEqualTo("nobody names this".length());
        assertThat(dry.path("markers").asInt()).isEqualTo(1);
        assertThat(status("HEAD", orphan)).isEqualTo(200);

        assertThat(server.collectGarbage("--grace", "0s"))
                .startsWith("Freed:")
                .containsPattern("unnamed blobs +1 +17 bytes");
        assertThat(status("HEAD", orphan)).isEqualTo(404);
    }

    @Test
    void isNotReadyWhileItsDiskIsReadOnly() throws Exception {
        assertThat(status("GET", "/q/health/ready")).isEqualTo(200);
        disk.makeReadOnly();
        try {
            assertThat(status("GET", "/q/health/ready")).isEqualTo(503);
            assertThat(status("GET", "/q/health/live")).isEqualTo(200);
            assertThat(status("GET", "/v2/")).isEqualTo(200);
        } finally {
            disk.makeWritable();
        }
        assertThat(status("GET", "/q/health/ready")).isEqualTo(200);
    }

    @Test
    void aRequestsCallsOfTheStoreAreInItsTrace() throws Exception {
        assertThat(status("GET", "/v2/drill/traced/manifests/latest")).isEqualTo(404);
        TraceCollector.Span call =
                collector.await("a look for the manifest", span -> span.name().equals("store manifest.get"));
        TraceCollector.Span request =
                collector.await("its request", span -> span.id().equals(call.parent()));
        assertThat(request.name()).startsWith("GET /v2");
        assertThat(request.trace()).isEqualTo(call.trace());
        assertThat(request.parent()).isEmpty();
    }
}
