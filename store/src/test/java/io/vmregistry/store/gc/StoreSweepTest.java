package io.vmregistry.store.gc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.Bytes;
import io.vmregistry.store.blob.Upload;
import io.vmregistry.store.blob.UploadOwner;
import io.vmregistry.store.filesystem.Durability;
import io.vmregistry.store.filesystem.FilesystemBlobStore;
import io.vmregistry.store.filesystem.FilesystemManifestStore;
import io.vmregistry.store.filesystem.FilesystemMembership;
import io.vmregistry.store.filesystem.FilesystemReferrerIndex;
import io.vmregistry.store.gc.GarbageCollector.Mode;
import io.vmregistry.store.gc.StoreSweep.Patience;
import io.vmregistry.store.gc.StoreSweep.Report;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.StoredManifest;
import io.vmregistry.store.membership.Membership;
import io.vmregistry.store.referrer.ReferrerIndex;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSweepTest {
    private static final RepositoryName DEBIAN = new RepositoryName("alice/debian");
    private static final Digest SUBJECT = Digest.of(Bytes.random(99, 1));
    private static final Duration GRACE = Duration.ofHours(1);
    private static final Patience PATIENCE = new Patience(GRACE, GRACE);

    @TempDir
    Path root;

    /** Upload files have the system's time, so the clock begins there. */
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private BlobStore blobs;
    private ManifestStore manifests;
    private Membership membership;
    private ReferrerIndex referrers;

    @BeforeEach
    void open() {
        blobs = new FilesystemBlobStore(root, Durability.NONE, clock);
        manifests = new FilesystemManifestStore(root, Durability.NONE);
        membership = new FilesystemMembership(root, Durability.NONE, clock);
        referrers = new FilesystemReferrerIndex(root, Durability.NONE, clock);
    }

    private Report run(Mode mode) {
        return new StoreSweep(blobs, manifests, membership, referrers, clock).run(PATIENCE, mode);
    }

    private void passTheGracePeriod() {
        now.updateAndGet(then -> then.plus(GRACE.multipliedBy(2)));
    }

    private static StoredManifest manifest(String text) {
        byte[] content = text.getBytes(UTF_8);
        return new StoredManifest(Digest.of(content), "application/json", content);
    }

    /** One blob, marker, upload and entry that are needed, and one of each that is not. */
    private Digest fillWithGarbage() {
        Digest named = Bytes.store(blobs, Bytes.random(1, 100));
        Digest orphan = Bytes.store(blobs, Bytes.random(2, 30));
        membership.link(DEBIAN, named);
        membership.link(DEBIAN, orphan);
        StoredManifest manifest =
                manifest("{\"schemaVersion\":2,\"layers\":[{\"digest\":\"%s\",\"size\":100}]}".formatted(named));
        manifests.put(DEBIAN, manifest);
        referrers.link(DEBIAN, SUBJECT, manifest.digest());
        referrers.link(DEBIAN, SUBJECT, orphan);
        try (Upload upload = blobs.begin(new UploadOwner(DEBIAN, "alice"))) {
            upload.write(ByteBuffer.wrap(Bytes.random(3, 17)));
        }
        passTheGracePeriod();
        return manifest.digest();
    }

    @Test
    void aDryRunTellsWhatASweepThenFrees() {
        Digest kept = fillWithGarbage();
        Report dry = run(Mode.DRY_RUN);
        assertThat(List.of(dry.uploads(), dry.named(), dry.blobs(), dry.markers(), dry.referrers()))
                .containsOnly(1);
        assertThat(dry.uploadBytes()).isEqualTo(17);
        assertThat(dry.blobBytes()).isEqualTo(30);
        assertThat(dry.isEmpty()).isFalse();

        Report swept = run(Mode.SWEEP);
        assertThat(swept)
                .usingRecursiveComparison()
                .ignoringFields("mode", "took")
                .isEqualTo(dry);
        assertThat(referrers.referrers(DEBIAN, SUBJECT, "", 10)).containsExactly(kept);
        assertThat(membership.markers(DEBIAN)).hasSize(1);
        assertThat(blobs.list()).hasSize(1);

        assertThat(run(Mode.SWEEP).isEmpty()).isTrue();
    }

    @Test
    void keepsEverythingWithinTheGracePeriod() {
        Digest orphan = Bytes.store(blobs, Bytes.random(2, 30));
        referrers.link(DEBIAN, SUBJECT, orphan);
        assertThat(run(Mode.SWEEP).isEmpty()).isTrue();
        assertThat(referrers.referrers(DEBIAN, SUBJECT, "", 10)).containsExactly(orphan);
        passTheGracePeriod();
        referrers.link(DEBIAN, SUBJECT, orphan);
        assertThat(run(Mode.SWEEP).referrers()).isZero();
    }

    @Test
    void aManifestThatIsPutWhileItsEntryIsSweptKeepsTheEntry() {
        StoredManifest late = manifest("{\"schemaVersion\":2,\"manifests\":[]}");
        referrers.link(DEBIAN, SUBJECT, late.digest());
        passTheGracePeriod();
        ReferrerIndex racing = new AfterUnlinking(referrers, _ -> manifests.put(DEBIAN, late));
        assertThat(new ReferrerSweep(manifests, racing, clock).sweep(GRACE, Mode.SWEEP))
                .isZero();
        assertThat(referrers.referrers(DEBIAN, SUBJECT, "", 10)).containsExactly(late.digest());
    }

    @Test
    void freesNoBlobWhenAManifestCannotBeRead() {
        fillWithGarbage();
        manifests.put(DEBIAN, manifest("not JSON"));
        assertThatThrownBy(() -> run(Mode.SWEEP))
                .isInstanceOf(GarbageCollector.UnreadableManifestException.class)
                .hasMessageContaining("alice/debian");
        assertThat(blobs.list()).hasSize(2);
    }

    /** An index beside which somebody acts as soon as an entry was removed. */
    private record AfterUnlinking(ReferrerIndex index, Consumer<Digest> then) implements ReferrerIndex {
        @Override
        public void link(RepositoryName repository, Digest subject, Digest referrer) {
            index.link(repository, subject, referrer);
        }

        @Override
        public boolean unlinkIfIdle(RepositoryName repository, Digest subject, Digest referrer, Instant idleSince) {
            boolean removed = index.unlinkIfIdle(repository, subject, referrer, idleSince);
            then.accept(referrer);
            return removed;
        }

        @Override
        public Stream<Entry> list() {
            return index.list();
        }

        @Override
        public List<Digest> referrers(RepositoryName repository, Digest subject, String last, int limit) {
            return index.referrers(repository, subject, last, limit);
        }
    }
}
