package io.vmregistry.registry.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmregistry.registry.observation.UpkeepMetrics;
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
import io.vmregistry.store.gc.GarbageCollector.Mode;
import io.vmregistry.store.gc.StoreSweep;
import io.vmregistry.store.gc.StoreSweep.Patience;
import io.vmregistry.store.gc.StoreSweep.Report;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTest {
    /** In the future: whatever was written is old enough. */
    private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5));

    @TempDir
    Path root;

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private BlobStore blobs;

    @BeforeEach
    void open() {
        blobs = new FilesystemBlobStore(root, Durability.NONE);
    }

    private Upkeep upkeep(Duration interval, Upkeep.Listener listener) {
        StoreSweep sweep = new StoreSweep(
                blobs,
                new FilesystemManifestStore(root, Durability.NONE),
                new FilesystemMembership(root, Durability.NONE),
                new FilesystemReferrerIndex(root, Durability.NONE),
                LATER);
        return new Upkeep(
                sweep,
                new Upkeep.Periods(interval, new Patience(Duration.ofMinutes(1), Duration.ofMinutes(1))),
                listener);
    }

    private void storeOrphan() {
        Upload upload = blobs.begin(new UploadOwner(new RepositoryName("alice/debian"), "alice"));
        upload.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        var _ = upload.commit(Digest.Algorithm.SHA256);
        upload.close();
    }

    private double freed(String kind) {
        return meters.get("vmregistry.gc.freed").tag("kind", kind).counter().count();
    }

    @Test
    void reportsAndCountsWhatARunFreed() {
        storeOrphan();
        try (Upkeep upkeep = upkeep(Duration.ZERO, new UpkeepMetrics(meters, LATER))) {
            assertThat(upkeep.run(Mode.DRY_RUN).orElseThrow().blobs()).isEqualTo(1);
            assertThat(meters.find("vmregistry.gc.freed").counters()).isEmpty();
            assertThat(upkeep.run(Mode.SWEEP).orElseThrow().blobBytes()).isEqualTo(3);
        }
        assertThat(freed("blobs")).isEqualTo(1);
        assertThat(meters.get("vmregistry.gc.freed.bytes")
                        .tag("kind", "blobs")
                        .counter()
                        .count())
                .isEqualTo(3);
        assertThat(meters.get("vmregistry.gc.runs").timer().count()).isEqualTo(1);
        assertThat(meters.get("vmregistry.gc.last.success.timestamp.seconds")
                        .gauge()
                        .value())
                .isPositive();
    }

    @Test
    void oneRunAtATimeAndThenTheNext() {
        AtomicReference<Upkeep> upkeep = new AtomicReference<>();
        AtomicReference<Optional<Report>> second = new AtomicReference<>(Optional.empty());
        Upkeep.Listener asksAgain = new Upkeep.Listener() {
            @Override
            public void finished(Report report) {
                second.set(upkeep.get().run(Mode.DRY_RUN));
            }

            @Override
            public void failed() {
                throw new AssertionError("no run fails here");
            }
        };
        upkeep.set(upkeep(Duration.ZERO, asksAgain));
        assertThat(upkeep.get().run(Mode.SWEEP)).isPresent();
        assertThat(second.get()).isEmpty();
        assertThat(upkeep.get().run(Mode.SWEEP)).isPresent();
        upkeep.get().close();
    }

    @Test
    void aRunThatFailedIsNotTheLastOne() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        Upkeep.Listener listener = new Upkeep.Listener() {
            @Override
            public void finished(Report report) {
                told.add("finished");
            }

            @Override
            public void failed() {
                told.add("failed");
            }
        };
        try (Upkeep upkeep = upkeep(Duration.ofMillis(20), listener)) {
            Files.delete(root.resolve("uploads"));
            upkeep.start();
            assertThat(told.poll(1, TimeUnit.MINUTES)).isEqualTo("failed");
            Files.createDirectory(root.resolve("uploads"));
            String next = told.poll(1, TimeUnit.MINUTES);
            while ("failed".equals(next)) {
                next = told.poll(1, TimeUnit.MINUTES);
            }
            assertThat(next).isEqualTo("finished");
        }
    }

    @Test
    void aFailureIsCountedAndThrown() throws Exception {
        try (Upkeep upkeep = upkeep(Duration.ZERO, new UpkeepMetrics(meters, LATER))) {
            Files.delete(root.resolve("uploads"));
            assertThatThrownBy(() -> upkeep.run(Mode.SWEEP)).hasMessageContaining("abandoned uploads");
        }
        assertThat(meters.get("vmregistry.gc.failures").counter().count()).isEqualTo(1);
    }
}
