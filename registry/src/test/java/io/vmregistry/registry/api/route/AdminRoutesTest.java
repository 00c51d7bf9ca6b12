package io.vmregistry.registry.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.registry.access.Gate;
import io.vmregistry.registry.api.ApiServer;
import io.vmregistry.registry.api.BodyMemory;
import io.vmregistry.registry.api.v1.SeedPaths;
import io.vmregistry.registry.content.RepositoryBlobs;
import io.vmregistry.registry.content.RepositoryManifests;
import io.vmregistry.registry.upkeep.Upkeep;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.filesystem.Durability;
import io.vmregistry.store.filesystem.FilesystemBlobStore;
import io.vmregistry.store.filesystem.FilesystemManifestStore;
import io.vmregistry.store.filesystem.FilesystemMembership;
import io.vmregistry.store.filesystem.FilesystemReferrerIndex;
import io.vmregistry.store.gc.StoreSweep;
import io.vmregistry.store.gc.StoreSweep.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminRoutesTest {

    private final AtomicReference<@Nullable HttpResponse<String>> second = new AtomicReference<>();
    private @Nullable ApiServer server;

    private HttpResponse<String> collect() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            Objects.requireNonNull(server).uri("/v1/admin/gc"))
                    .POST(BodyPublishers.noBody())
                    .build();
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A run is not over until its listener is. */
    private final Upkeep.Listener asksAgain = new Upkeep.Listener() {
        @Override
        public void finished(Report report) {
            second.set(collect());
        }

        @Override
        public void failed() {
            throw new AssertionError("no run fails here");
        }
    };

    @Test
    void saysThatGarbageCollectionRunsAlready(@TempDir Path root) {
        BlobStore blobs = new FilesystemBlobStore(root, Durability.NONE);
        FilesystemManifestStore manifests = new FilesystemManifestStore(root, Durability.NONE);
        FilesystemMembership membership = new FilesystemMembership(root, Durability.NONE);
        FilesystemReferrerIndex referrers = new FilesystemReferrerIndex(root, Durability.NONE);
        Upkeep upkeep = new Upkeep(
                new StoreSweep(blobs, manifests, membership, referrers, Clock.systemUTC()),
                new Upkeep.Periods(Duration.ZERO, new StoreSweep.Patience(Duration.ofDays(1), Duration.ofDays(1))),
                asksAgain);
        RegistryApi api = new RegistryApi(
                new SeedPaths(),
                new Gate.Open(),
                new RepositoryBlobs(blobs, membership, manifests),
                new RepositoryManifests(manifests, blobs, membership, referrers),
                upkeep,
                1_000);
        try (ApiServer started = new ApiServer(BodyMemory.ofHeap(1_000), api)) {
            server = started;

            assertThat(collect().statusCode()).isEqualTo(200);

            HttpResponse<String> refused = Objects.requireNonNull(second.get());
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("\"GC_RUNNING\"", "ask again when it is done");
        } finally {
            upkeep.close();
        }
    }
}
