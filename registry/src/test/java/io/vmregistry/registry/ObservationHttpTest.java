package io.vmregistry.registry;

import static io.restassured.RestAssured.given;
import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.pushImage;
import static io.vmregistry.registry.Content.repository;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vmregistry.registry.access.TestTokens;
import io.vmregistry.spec.reference.Digest;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class ObservationHttpTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TestHTTPResource
    URI server;

    @ConfigProperty(name = "test.store")
    Path store;

    private final Logger requests = Logger.getLogger("io.vmregistry.registry.requests");
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line instanceof ExtLogRecord formatted ? formatted.getFormattedMessage() : line.getMessage());
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    @BeforeEach
    void listen() {
        requests.addHandler(listener);
    }

    @AfterEach
    void leave() {
        requests.removeHandler(listener);
    }

    private static String metrics() {
        return given().get("/q/metrics").then().statusCode(200).extract().asString();
    }

    private String lineOf(String id) throws InterruptedException {
        for (String line = lines.poll(1, TimeUnit.MINUTES); line != null; line = lines.poll(1, TimeUnit.MINUTES)) {
            if (line.startsWith("id=" + id + " ")) {
                return line;
            }
        }
        throw new AssertionError("no line about request " + id);
    }

    @Test
    void requestsAreMeasuredByRouteAndNeverByRepository() {
        String repository = repository();
        pushImage(repository, "latest", "measured");
        alice().get("/v2/" + repository + "/manifests/latest").then().statusCode(200);
        alice().get("/v2/" + repository + "/nonsense").then().statusCode(404);
        String metrics = metrics();
        assertThat(metrics)
                .contains(
                        "vmregistry_http_requests_seconds_count{method=\"GET\",route=\"/v2/{name}/manifests/{reference}\","
                                + "status=\"2xx\"}")
                .contains("vmregistry_http_requests_seconds_bucket{method=\"PUT\","
                        + "route=\"/v2/{name}/manifests/{reference}\",status=\"2xx\",le=\"0.5\"}")
                .contains("vmregistry_http_requests_seconds_count{method=\"GET\",route=\"none\",status=\"4xx\"}")
                .contains("vmregistry_http_received_bytes_sum")
                .contains("vmregistry_http_sent_bytes_sum")
                .contains("vmregistry_storage_operations_seconds_count{operation=\"manifest.get\",outcome=\"ok\"}")
                .contains("vmregistry_storage_operations_seconds_count{operation=\"membership.link\",outcome=\"ok\"}")
                .contains("vmregistry_storage_operations_seconds_count{operation=\"blob.lease\",outcome=\"ok\"}")
                .contains("vmregistry_tokens_total{outcome=\"accepted\"}")
                .contains("vmregistry_uploads_total{event=\"committed\"}")
                .contains("vmregistry_uploads_open")
                .contains("jvm_memory_used_bytes");
        assertThat(metrics).doesNotContain(repository).doesNotContain("alice").doesNotContain("http_server_requests");
    }

    @Test
    void everyMeterOfOursIsDocumented() throws Exception {
        pushImage(repository(), "latest", "documented");
        String documentation = Files.readString(Path.of("../docs/operations/registry.md"));
        assertThat(metrics()
                        .lines()
                        .filter(line -> line.startsWith("vmregistry_"))
                        .map(line -> line.replaceFirst("[{ ].*", "").replaceFirst("_(bucket|count|sum|max)$", "")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(documentation).contains("`" + name + "`"));
    }

    @Test
    void aRequestIsLoggedOnceWithWhoseItIsAndWhatItMoved() throws Exception {
        String repository = repository();
        String id = UUID.randomUUID().toString();
        byte[] content = Content.random(81, 3000);
        alice().header("X-Request-Id", id)
                .body(content)
                .put("/v1/" + repository + "/blobs/" + Digest.of(content))
                .then()
                .statusCode(201)
                .header("X-Request-Id", equalTo(id));
        assertThat(lineOf(id))
                .contains(" method=PUT ", " repository=" + repository + " ", " status=201 ", " in=3000 ")
                .contains(" subject=alice")
                .containsPattern(" out=\\d+ ms=\\d+ ")
                .doesNotContain("broken-off");
    }

    @Test
    void aRequestThatBreaksOffIsOverAsWell() throws Exception {
        String repository = repository();
        String id = UUID.randomUUID().toString();
        String location = Content.beginUpload(repository);
        String token = TestTokens.scoped("alice", "alice/*", "*");
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PATCH " + location + " HTTP/1.1\r\nHost: registry\r\nX-Request-Id: " + id
                            + "\r\nAuthorization: Bearer " + token
                            + "\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            // The body is asked for once it is known whose repository it is for.
            byte[] asked = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
            assertThat(new String(asked, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            out.write("some".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        assertThat(lineOf(id)).contains(" repository=" + repository + " ").endsWith("broken-off");
        assertThat(lines.stream().filter(line -> line.startsWith("id=" + id))).isEmpty();
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!metrics().contains("vmregistry_http_requests_active 0.0")
                && Instant.now().isBefore(deadline)) {
            Thread.onSpinWait();
        }
        assertThat(metrics())
                .contains("vmregistry_http_requests_active 0.0")
                .contains("method=\"PATCH\",route=\"/v2/{name}/blobs/uploads/{id}\",status=\"broken-off\"");
    }

    @Test
    void isNotReadyWhileTheStoreIsAway() throws Exception {
        given().get("/q/health/ready").then().statusCode(200);
        Path away = store.resolveSibling("away");
        Files.move(store, away);
        try {
            given().get("/q/health/ready")
                    .then()
                    .statusCode(503)
                    .body("status", equalTo("DOWN"))
                    .body("checks.data.reason", equalTo(List.of("unavailable")));
            given().get("/q/health/live").then().statusCode(200);
        } finally {
            Files.move(away, store);
        }
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void describesItself() {
        given().get("/q/openapi")
                .then()
                .statusCode(200)
                .contentType("application/yaml")
                .body(containsString("/v2/{name}/manifests/{reference}:"))
                .body(containsString("/v1/admin/gc:"));
    }
}
