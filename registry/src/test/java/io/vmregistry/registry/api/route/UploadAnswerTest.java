package io.vmregistry.registry.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmregistry.registry.access.Caller;
import io.vmregistry.registry.access.Gate;
import io.vmregistry.registry.api.ApiServer;
import io.vmregistry.registry.api.BodyMemory;
import io.vmregistry.registry.api.v2.DistributionPaths;
import io.vmregistry.registry.content.RepositoryBlobs;
import io.vmregistry.registry.content.RepositoryManifests;
import io.vmregistry.registry.observation.UpkeepMetrics;
import io.vmregistry.registry.upkeep.Upkeep;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.Upload;
import io.vmregistry.store.blob.UploadOwner;
import io.vmregistry.store.filesystem.Durability;
import io.vmregistry.store.filesystem.FilesystemBlobStore;
import io.vmregistry.store.filesystem.FilesystemManifestStore;
import io.vmregistry.store.filesystem.FilesystemMembership;
import io.vmregistry.store.filesystem.FilesystemReferrerIndex;
import io.vmregistry.store.gc.StoreSweep;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An answer does not run ahead of what it tells of: an upload has one writer, and a client may go on as soon as it has
 * its answer. So the upload's end waits here for the answer, which must not come.
 */
@Timeout(60)
class UploadAnswerTest {

    /** An answer that is on its way arrives within a few milliseconds. */
    private static final long LONG_ENOUGH_MILLIS = 500;

    private static final RepositoryName REPOSITORY = new RepositoryName("alice/eager");
    private static final UploadOwner OWNER = new UploadOwner(REPOSITORY, Caller.UNCHECKED.subject());
    private static final byte[] CONTENT = {1, 2, 3};

    @TempDir
    Path root;

    private final CountDownLatch answered = new CountDownLatch(1);
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger overtaken = new AtomicInteger();
    private BlobStore blobs;
    private Upkeep upkeep;
    private ApiServer server;

    @BeforeEach
    void start() {
        blobs = new FilesystemBlobStore(root, Durability.NONE);
        FilesystemManifestStore manifests = new FilesystemManifestStore(root, Durability.NONE);
        FilesystemMembership membership = new FilesystemMembership(root, Durability.NONE);
        FilesystemReferrerIndex referrers = new FilesystemReferrerIndex(root, Durability.NONE);
        upkeep = new Upkeep(
                new StoreSweep(blobs, manifests, membership, referrers, Clock.systemUTC()),
                new Upkeep.Periods(Duration.ZERO, new StoreSweep.Patience(Duration.ofDays(1), Duration.ofDays(1))),
                new UpkeepMetrics(new SimpleMeterRegistry(), Clock.systemUTC()));
        RegistryApi api = new RegistryApi(
                new DistributionPaths(),
                new Gate.Open(),
                new RepositoryBlobs(closingLate(blobs), membership, manifests),
                new RepositoryManifests(manifests, blobs, membership, referrers),
                upkeep,
                1_000);
        server = new ApiServer(BodyMemory.ofHeap(1_000), api);
    }

    @AfterEach
    void stop() {
        server.close();
        upkeep.close();
    }

    /** The store, whose uploads close only after the answer, or after a while when there is none. */
    private BlobStore closingLate(BlobStore store) {
        return port(BlobStore.class, (_, method, arguments) -> {
            Object result = method.invoke(store, arguments);
            return result instanceof Upload upload ? closingLate(upload) : result;
        });
    }

    private Upload closingLate(Upload upload) {
        return port(Upload.class, (_, method, arguments) -> {
            if (method.getName().equals("close")) {
                closed.incrementAndGet();
                if (answered.await(LONG_ENOUGH_MILLIS, TimeUnit.MILLISECONDS)) {
                    overtaken.incrementAndGet();
                }
            }
            return method.invoke(upload, arguments);
        });
    }

    private static <T> T port(Class<T> type, InvocationHandler calls) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v2/alice/eager/blobs/uploads/, 202",
        "PATCH, /v2/alice/eager/blobs/uploads/{id}, 202",
        "GET, /v2/alice/eager/blobs/uploads/{id}, 204",
        "PUT, /v2/alice/eager/blobs/uploads/{id}?digest={digest}, 201",
        "DELETE, /v2/alice/eager/blobs/uploads/{id}, 204"
    })
    void isSentWhenItsUploadIsClosed(String method, String path, int status) throws Exception {
        Upload begun = blobs.begin(OWNER);
        begun.close();
        String target = path.replace("{id}", begun.id().toString())
                .replace("{digest}", Digest.of(CONTENT).toString());
        HttpRequest request = HttpRequest.newBuilder(server.uri(target))
                .version(HttpClient.Version.HTTP_1_1)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(CONTENT))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            answered.countDown();
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        }
        server.close();
        assertThat(closed).hasPositiveValue();
        assertThat(overtaken).hasValue(0);
    }
}
