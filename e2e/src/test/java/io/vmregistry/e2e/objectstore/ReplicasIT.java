package io.vmregistry.e2e.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.process.RegistryServer;
import io.vmregistry.e2e.process.TemporaryFolder;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.testkit.fault.Fault;
import io.vmregistry.testkit.fault.FaultyProxy;
import io.vmregistry.testkit.fault.FaultyProxy.Plan;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two registry servers that share a bucket and nothing else, behind a proxy that fails as planned. */
class ReplicasIT {
    private static final int MIB = 1024 * 1024;

    /** A killed replica's claim to an upload is overlooked after half a minute. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static TemporaryFolder folder;
    private static ObjectStore objects;
    private static FaultyProxy proxy;
    private static RegistryServer one;
    private static RegistryServer two;

    @BeforeAll
    static void start() throws Exception {
        folder = TemporaryFolder.create();
        objects = ObjectStore.start();
        proxy = new FaultyProxy(objects.url());
        one = Replica.start(folder, "one", proxy.url(), "-s3-redirect", "false");
        two = Replica.start(folder, "two", proxy.url(), "-s3-redirect", "true");
    }

    @AfterAll
    static void stop() throws Exception {
        try (var _ = folder;
                var _ = objects;
                var _ = proxy;
                var _ = one;
                var _ = two) {
            HTTP.close();
        }
    }

    private static byte[] random(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static HttpResponse<byte[]> send(String method, URI url, byte[] body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(url)
                        .method(method, BodyPublishers.ofByteArray(body))
                        .header("Content-Type", "application/octet-stream")
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static String begin(RegistryServer replica) throws Exception {
        HttpResponse<byte[]> begun = send("POST", replica.url().resolve("/v2/team/disk/blobs/uploads/"), new byte[0]);
        assertThat(begun.statusCode()).isEqualTo(202);
        return URI.create(begun.headers().firstValue("Location").orElseThrow()).getPath();
    }

    private static void assertPulls(RegistryServer replica, byte[] content) throws Exception {
        HttpResponse<byte[]> pulled =
                send("GET", replica.url().resolve("/v1/team/disk/blobs/" + Digest.of(content)), new byte[0]);
        assertThat(pulled.statusCode()).isEqualTo(200);
        assertThat(pulled.body()).isEqualTo(content);
    }

    @Test
    void chunksMayGoToOneReplicaAndTheOther() throws Exception {
        byte[] content = random(1, 30 * MIB);
        RegistryServer[] replicas = {one, two};
        String upload = begin(one);
        for (int turn = 0; turn < 10; turn++) {
            byte[] chunk = Arrays.copyOfRange(content, turn * 3 * MIB, (turn + 1) * 3 * MIB);
            HttpResponse<byte[]> answer = send("PATCH", replicas[turn % 2].url().resolve(upload), chunk);
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.headers().firstValue("Range")).contains("0-" + ((turn + 1) * 3 * MIB - 1));
        }
        URI close = two.url().resolve(upload + "?digest=" + Digest.of(content));
        assertThat(send("PUT", close, new byte[0]).statusCode()).isEqualTo(201);
        assertPulls(one, content);
    }

    @Test
    void aChunkThatWasAcknowledgedOutlivesTheReplicaThatTookIt() throws Exception {
        byte[] content = random(2, 20 * MIB);
        String upload = begin(one);
        assertThat(send("PATCH", one.url().resolve(upload), Arrays.copyOf(content, 7 * MIB))
                        .statusCode())
                .isEqualTo(202);
        killInTheMiddleOf(upload, Arrays.copyOfRange(content, 7 * MIB, 20 * MIB));
        try {
            int offset = offsetOn(two, upload);
            assertThat(offset).isBetween(7 * MIB, 20 * MIB);
            URI close = two.url().resolve(upload + "?digest=" + Digest.of(content));
            assertThat(send("PUT", close, Arrays.copyOfRange(content, offset, content.length))
                            .statusCode())
                    .isEqualTo(201);
        } finally {
            one.startAgain();
        }
        assertPulls(one, content);
    }

    private static void killInTheMiddleOf(String upload, byte[] chunk) throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        InputStream body = new ByteArrayInputStream(chunk) {
            @Override
            public synchronized int read(byte[] target, int offset, int wanted) {
                if (pos > chunk.length - MIB) {
                    underWay.countDown();
                    await(killed);
                }
                return super.read(target, offset, Math.min(wanted, 64 * 1024));
            }
        };
        var sending = HTTP.sendAsync(
                HttpRequest.newBuilder(one.url().resolve(upload))
                        .method("PATCH", BodyPublishers.ofInputStream(() -> body))
                        .build(),
                BodyHandlers.discarding());
        assertThat(underWay.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        one.kill();
        killed.countDown();
        assertThat(sending.handle((answer, fault) -> fault).get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isNotNull();
    }

    private static void await(CountDownLatch event) {
        try {
            event.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks as a client does: when it is told that the upload is busy, again after the time that it is told. */
    private static int offsetOn(RegistryServer replica, String upload) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            HttpResponse<byte[]> answer = send("GET", replica.url().resolve(upload), new byte[0]);
            if (answer.statusCode() == 204) {
                return 1
                        + Integer.parseInt(answer.headers()
                                .firstValue("Range")
                                .orElseThrow()
                                .substring(2));
            }
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(Duration.ofSeconds(
                    answer.headers().firstValueAsLong("Retry-After").orElseThrow()));
        }
    }

    @Test
    void anObjectStoreThatFailsIsToldAsUnavailableAndTheSamePushWorksLater() throws Exception {
        byte[] content = random(3, 10 * MIB);
        URI blob = one.url().resolve("/v1/team/disk/blobs/" + Digest.of(content));
        proxy.follow(_ -> new Fault.Refuse(503, "SlowDown"));
        HttpResponse<byte[]> refused = send("PUT", blob, content);
        HttpResponse<byte[]> ready = send("GET", one.url().resolve("/q/health/ready"), new byte[0]);
        proxy.follow(Plan.FAIR);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(send("PUT", blob, content).statusCode()).isEqualTo(201);
        assertThat(send("GET", one.url().resolve("/q/health/ready"), new byte[0])
                        .statusCode())
                .isEqualTo(200);
        assertPulls(one, content);
    }

    /** One asks whether the repository has the blob, one brings it. Counted, because each is time that a pull waits. */
    @Test
    void aPullOfAWholeBlobIsTwoRequestsToTheObjectStore() throws Exception {
        byte[] content = random(5, 100_000);
        URI blob = one.url().resolve("/v1/team/disk/blobs/" + Digest.of(content));
        assertThat(send("PUT", blob, content).statusCode()).isEqualTo(201);
        proxy.forget();
        assertPulls(one, content);
        assertThat(proxy.requests())
                .filteredOn(
                        request -> request.target().contains(Digest.of(content).hex()))
                .hasSize(2);
    }

    @Test
    void aPullCanBeSentToTheObjectStore() throws Exception {
        byte[] content = random(4, 100_000);
        String path = "/v1/team/disk/blobs/" + Digest.of(content);
        assertThat(send("PUT", two.url().resolve(path), content).statusCode()).isEqualTo(201);
        HttpResponse<byte[]> sent = send("GET", two.url().resolve(path), new byte[0]);
        assertThat(sent.statusCode()).isEqualTo(307);
        assertThat(sent.headers().firstValue("Cache-Control")).contains("no-store");
        URI elsewhere = URI.create(sent.headers().firstValue("Location").orElseThrow());
        assertThat(elsewhere.getPort()).isEqualTo(proxy.url().getPort());
        HttpResponse<byte[]> pulled = HTTP.send(
                HttpRequest.newBuilder(elsewhere).header("Range", "bytes=5-14").build(), BodyHandlers.ofByteArray());
        assertThat(pulled.statusCode()).as(new String(pulled.body(), UTF_8)).isEqualTo(206);
        assertThat(pulled.body()).isEqualTo(Arrays.copyOfRange(content, 5, 15));
        String unknown = "/v1/other/disk/blobs/" + Digest.of(content);
        assertThat(send("GET", two.url().resolve(unknown), new byte[0]).statusCode())
                .isEqualTo(404);
    }
}
