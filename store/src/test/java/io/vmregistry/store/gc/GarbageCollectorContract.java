package io.vmregistry.store.gc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.Bytes;
import io.vmregistry.store.gc.GarbageCollector.Mode;
import io.vmregistry.store.gc.GarbageCollector.Report;
import io.vmregistry.store.gc.GarbageCollector.Roots;
import io.vmregistry.store.gc.GarbageCollector.UnreadableManifestException;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.StoredManifest;
import io.vmregistry.store.membership.Membership;
import io.vmregistry.store.membership.Membership.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What garbage collection keeps on every backend. */
public abstract class GarbageCollectorContract {
    private static final RepositoryName DEBIAN = new RepositoryName("alice/debian");
    private static final Duration GRACE = Duration.ofHours(1);

    /** One store's parts. */
    public record Stores(BlobStore blobs, ManifestStore manifests, Membership membership) {}

    /** A store that tells the time by this clock. */
    protected abstract Stores open(Clock clock);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private BlobStore blobs;
    private ManifestStore manifests;
    private Membership membership;

    @BeforeEach
    void open() {
        Stores stores = open(clock);
        blobs = stores.blobs();
        manifests = stores.manifests();
        membership = stores.membership();
    }

    private GarbageCollector collector() {
        return new GarbageCollector(blobs, manifests, Roots.NONE, clock);
    }

    private void pass(Duration time) {
        now.updateAndGet(then -> then.plus(time));
    }

    private static StoredManifest naming(Digest blob, long size) {
        byte[] content = "{\"schemaVersion\":2,\"layers\":[{\"digest\":\"%s\",\"size\":%d}]}"
                .formatted(blob, size)
                .getBytes(UTF_8);
        return new StoredManifest(Digest.of(content), "application/json", content);
    }

    @Test
    void freesWhatNothingNamesAndKeepsTheRest() {
        Digest named = Bytes.store(blobs, Bytes.random(1, 100));
        Digest orphan = Bytes.store(blobs, Bytes.random(2, 30));
        manifests.put(DEBIAN, naming(named, 100));
        pass(GRACE.multipliedBy(2));
        Report dry = collector().collect(GRACE, Mode.DRY_RUN);
        assertThat(dry.freed()).containsExactly(orphan);
        assertThat(blobs.size(orphan)).isPresent();
        Report report = collector().collect(GRACE, Mode.SWEEP);
        assertThat(report.freed()).containsExactly(orphan);
        assertThat(report.bytes()).isEqualTo(30);
        assertThat(report.marked()).isEqualTo(1);
        assertThat(blobs.list()).extracting(BlobStore.StoredBlob::digest).containsExactly(named);
    }

    @Test
    void keepsWhatWasCommittedOrLeasedWithinTheGracePeriod() {
        Digest leased = Bytes.store(blobs, Bytes.random(1, 10));
        pass(GRACE.multipliedBy(2));
        Digest fresh = Bytes.store(blobs, Bytes.random(2, 10));
        blobs.lease(leased);
        assertThat(collector().collect(GRACE, Mode.SWEEP).freed()).isEmpty();
        pass(GRACE.multipliedBy(2));
        assertThat(collector().collect(GRACE, Mode.SWEEP).freed()).containsExactlyInAnyOrder(leased, fresh);
    }

    @Test
    void aSecondUploadOfAnOldBlobProtectsIt() {
        Digest blob = Bytes.store(blobs, Bytes.random(1, 10));
        pass(GRACE.multipliedBy(2));
        Bytes.store(blobs, Bytes.random(1, 10));
        assertThat(collector().collect(GRACE, Mode.SWEEP).freed()).isEmpty();
        assertThat(blobs.size(blob)).isPresent();
    }

    @Test
    void keepsWhatIsPinned() {
        Digest disk = Bytes.store(blobs, Bytes.random(1, 10));
        pass(GRACE.multipliedBy(2));
        GarbageCollector pinning = new GarbageCollector(blobs, manifests, () -> Set.of(disk), clock);
        assertThat(pinning.collect(GRACE, Mode.SWEEP).freed()).isEmpty();
    }

    @Test
    void freesNothingWhenAManifestCannotBeRead() {
        Digest blob = Bytes.store(blobs, Bytes.random(1, 10));
        byte[] content = "not JSON".getBytes(UTF_8);
        manifests.put(DEBIAN, new StoredManifest(Digest.of(content), "application/json", content));
        pass(GRACE.multipliedBy(2));
        assertThatThrownBy(() -> collector().collect(GRACE, Mode.SWEEP))
                .isInstanceOf(UnreadableManifestException.class)
                .hasMessageContaining("alice/debian");
        assertThat(blobs.size(blob)).isPresent();
    }

    @Test
    void markersOfBlobsThatAreGoneAreRemoved() {
        Digest gone = Bytes.store(blobs, Bytes.random(1, 10));
        membership.link(DEBIAN, gone);
        pass(GRACE.multipliedBy(2));
        MarkerSweep sweep = new MarkerSweep(blobs, membership, manifests, clock);
        assertThat(sweep.sweep(GRACE, Mode.SWEEP, Set.of())).isZero();
        collector().collect(GRACE, Mode.SWEEP);
        membership.link(new RepositoryName("bob/fresh"), gone);
        assertThat(sweep.sweep(GRACE, Mode.SWEEP, Set.of())).isEqualTo(1);
        assertThat(membership.isMember(DEBIAN, gone)).isFalse();
    }

    /** Whoever took the second one away died before it saw the manifest. */
    @Test
    void markersOfBlobsThatWereTakenAwayAreRemovedUnlessAManifestNamesTheBlob() {
        Digest unwanted = Bytes.store(blobs, Bytes.random(1, 10));
        Digest named = Bytes.store(blobs, Bytes.random(2, 10));
        for (Digest blob : List.of(unwanted, named)) {
            membership.link(DEBIAN, blob);
            assertThat(membership.takeAway(DEBIAN, blob)).isTrue();
        }
        manifests.put(DEBIAN, naming(named, 10));
        MarkerSweep sweep = new MarkerSweep(blobs, membership, manifests, clock);

        assertThat(sweep.sweep(GRACE, Mode.DRY_RUN, Set.of())).isEqualTo(1);
        assertThat(membership.standing(DEBIAN, named)).isEqualTo(Standing.TAKEN_AWAY);
        assertThat(sweep.sweep(GRACE, Mode.SWEEP, Set.of())).isZero();
        assertThat(membership.standing(DEBIAN, unwanted)).isEqualTo(Standing.TAKEN_AWAY);
        assertThat(membership.standing(DEBIAN, named)).isEqualTo(Standing.MEMBER);

        pass(GRACE.multipliedBy(2));
        assertThat(sweep.sweep(GRACE, Mode.SWEEP, Set.of())).isEqualTo(1);
        assertThat(membership.standing(DEBIAN, unwanted)).isEqualTo(Standing.STRANGER);
        assertThat(membership.standing(DEBIAN, named)).isEqualTo(Standing.MEMBER);
    }

    /** Every push leases, puts the manifest and then must find its blob, while a collector runs all the time. */
    @Test
    void noPushLosesItsBlobToACollectorThatRunsAllTheTime() throws Exception {
        byte[] content = Bytes.random(7, 1000);
        Digest digest = Digest.of(content);
        StoredManifest manifest = naming(digest, 1000);
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> collecting = threads.submit(() -> {
                int freed = 0;
                while (!done.get()) {
                    freed += collector().collect(GRACE, Mode.SWEEP).freed().size();
                }
                return freed;
            });
            for (int i = 0; i < 100; i++) {
                if (blobs.lease(digest).isEmpty()) {
                    Bytes.store(blobs, content);
                }
                manifests.put(DEBIAN, manifest);
                assertThat(blobs.size(digest)).hasValue(1000);
                manifests.delete(DEBIAN, manifest.digest());
                pass(GRACE.multipliedBy(2));
            }
            done.set(true);
            collecting.get();
        }
    }
}
