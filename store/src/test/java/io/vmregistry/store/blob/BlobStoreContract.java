package io.vmregistry.store.blob;

import static io.vmregistry.store.blob.Bytes.OWNER;
import static io.vmregistry.store.blob.Bytes.random;
import static io.vmregistry.store.blob.Bytes.read;
import static io.vmregistry.store.blob.Bytes.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.StoreException.BlobUnknown;
import io.vmregistry.store.StoreException.DigestMismatch;
import io.vmregistry.store.StoreException.UploadBusy;
import io.vmregistry.store.StoreException.UploadUnknown;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link BlobStore} keeps. A backend's test extends it and says how to open an instance. */
public abstract class BlobStoreContract {

    /** An instance over this test's storage; each call opens another one over the same. */
    protected abstract BlobStore open();

    @Test
    void committedBytesAreReadBackExactly() {
        BlobStore store = open();
        byte[] content = random(1, 3_000_001);
        Digest digest = store(store, content);
        assertThat(digest).isEqualTo(Digest.of(content));
        assertThat(store.size(digest)).hasValue(content.length);
        assertThat(read(store, digest, ByteRange.ALL)).isEqualTo(content);
        assertThat(read(open(), digest, ByteRange.ALL)).isEqualTo(content);
    }

    @Test
    void anEmptyBlobIsABlob() {
        BlobStore store = open();
        Digest digest = store(store, new byte[0]);
        assertThat(store.size(digest)).hasValue(0);
        assertThat(read(store, digest, ByteRange.ALL)).isEmpty();
    }

    @Test
    void buffersOfEverySizeAndKindAreHashedInOrder() {
        BlobStore store = open();
        byte[] content = random(2, 5 * 1024 * 1024 + 17);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(content.length).put(content).flip();
        try (Upload upload = store.begin(OWNER)) {
            int[] sizes = {0, 1, 4095, 1024 * 1024, 3, 2 * 1024 * 1024, 300_000};
            for (int i = 0; direct.hasRemaining(); i++) {
                int size = Math.min(sizes[i % sizes.length], direct.remaining());
                ByteBuffer part = direct.slice(direct.position(), size);
                upload.write(part);
                assertThat(part.hasRemaining()).isFalse();
                direct.position(direct.position() + size);
                assertThat(upload.offset()).isEqualTo(direct.position());
            }
            upload.commit(Digest.of(content));
        }
        assertThat(read(store, Digest.of(content), ByteRange.ALL)).isEqualTo(content);
    }

    @Test
    void readsEveryKindOfRange() {
        BlobStore store = open();
        byte[] content = random(3, 1000);
        Digest digest = store(store, content);
        assertThat(read(store, digest, new ByteRange(0, 0))).containsExactly(content[0]);
        assertThat(read(store, digest, new ByteRange(10, 19))).isEqualTo(Arrays.copyOfRange(content, 10, 20));
        assertThat(read(store, digest, ByteRange.from(990))).isEqualTo(Arrays.copyOfRange(content, 990, 1000));
        assertThat(read(store, digest, new ByteRange(999, 5000))).containsExactly(content[999]);
        try (BlobReader reader = store.open(digest, new ByteRange(10, 5000))) {
            assertThat(reader.size()).isEqualTo(1000);
            assertThat(reader.length()).isEqualTo(990);
        }
        assertThatThrownBy(() -> store.open(digest, ByteRange.from(1000))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsNoBlobThatWasNotCommitted() {
        BlobStore store = open();
        Digest digest = Digest.of(random(4, 10));
        assertThat(store.size(digest)).isEmpty();
        assertThat(store.lease(digest)).isEmpty();
        assertThat(store.delete(digest)).isFalse();
        assertThat(store.deleteIfIdle(digest, Instant.MAX)).isFalse();
        assertThatThrownBy(() -> store.open(digest, ByteRange.ALL)).isInstanceOf(BlobUnknown.class);
    }

    @Test
    void refusesACommitWhoseDigestDiffersAndLeavesNothing() {
        BlobStore store = open();
        byte[] content = random(5, 100);
        Upload upload = store.begin(OWNER);
        upload.write(ByteBuffer.wrap(content));
        Digest claimed = Digest.of(random(6, 100));
        assertThatThrownBy(() -> upload.commit(claimed)).isInstanceOf(DigestMismatch.class);
        assertThat(store.size(claimed)).isEmpty();
        assertThat(store.size(Digest.of(content))).isEmpty();
        assertThat(store.list()).isEmpty();
        assertThatThrownBy(() -> store.resume(OWNER, upload.id())).isInstanceOf(UploadUnknown.class);
    }

    @Test
    void commitsUnderTheOtherAlgorithmAsWell() {
        BlobStore store = open();
        byte[] content = random(7, 700_000);
        Digest expected = Bytes.sha512(content);
        try (Upload surprised = store.begin(OWNER)) {
            surprised.write(ByteBuffer.wrap(content));
            surprised.commit(expected);
        }
        assertThat(read(store, expected, ByteRange.ALL)).isEqualTo(content);
        assertThat(store.size(Digest.of(content))).isEmpty();
        store.delete(expected);
        try (Upload prepared = store.begin(OWNER, Digest.Algorithm.SHA512)) {
            prepared.write(ByteBuffer.wrap(content));
            assertThat(prepared.commit(Digest.Algorithm.SHA512)).isEqualTo(expected);
        }
        assertThat(read(store, expected, ByteRange.ALL)).isEqualTo(content);
    }

    @Test
    void anUploadContinuesOnThisAndOnAnotherInstance() {
        BlobStore first = open();
        BlobStore second = open();
        byte[] content = random(8, 900_000);
        UploadId id;
        try (Upload upload = first.begin(OWNER)) {
            id = upload.id();
            upload.write(ByteBuffer.wrap(content, 0, 300_000));
        }
        try (Upload upload = first.resume(OWNER, id)) {
            assertThat(upload.offset()).isEqualTo(300_000);
            upload.write(ByteBuffer.wrap(content, 300_000, 100_000));
        }
        try (Upload upload = second.resume(OWNER, id)) {
            assertThat(upload.offset()).isEqualTo(400_000);
            upload.write(ByteBuffer.wrap(content, 400_000, 100_000));
        }
        try (Upload upload = first.resume(OWNER, id)) {
            assertThat(upload.offset()).isEqualTo(500_000);
            upload.write(ByteBuffer.wrap(content, 500_000, 400_000));
            upload.commit(Digest.of(content));
        }
        assertThat(read(second, Digest.of(content), ByteRange.ALL)).isEqualTo(content);
        assertThatThrownBy(() -> second.resume(OWNER, id)).isInstanceOf(UploadUnknown.class);
    }

    @Test
    void anUploadBelongsToItsOwnerAlone() {
        BlobStore store = open();
        try (Upload upload = store.begin(OWNER)) {
            UploadId id = upload.id();
            UploadOwner otherSubject = new UploadOwner(OWNER.repository(), "mallory");
            UploadOwner otherRepository = new UploadOwner(new RepositoryName("alice/debian2"), OWNER.subject());
            assertThatThrownBy(() -> store.resume(otherSubject, id)).isInstanceOf(UploadUnknown.class);
            assertThatThrownBy(() -> store.resume(otherRepository, id)).isInstanceOf(UploadUnknown.class);
            assertThatThrownBy(() -> store.resume(OWNER, new UploadId(UUID.randomUUID())))
                    .isInstanceOf(UploadUnknown.class);
        }
    }

    @Test
    void anOpenUploadCannotBeOpenedAgain() {
        BlobStore store = open();
        Upload upload = store.begin(OWNER);
        assertThatThrownBy(() -> store.resume(OWNER, upload.id())).isInstanceOf(UploadBusy.class);
        assertThatThrownBy(() -> open().resume(OWNER, upload.id())).isInstanceOf(UploadBusy.class);
        upload.close();
        try (Upload again = open().resume(OWNER, upload.id())) {
            assertThat(again.offset()).isZero();
        }
    }

    @Test
    void aCancelledUploadIsGone() {
        BlobStore store = open();
        Upload upload = store.begin(OWNER);
        upload.write(ByteBuffer.wrap(random(9, 10)));
        upload.cancel();
        upload.cancel();
        upload.close();
        assertThatThrownBy(() -> store.resume(OWNER, upload.id())).isInstanceOf(UploadUnknown.class);
    }

    @Test
    void twoUploadsOfOneDigestBothSucceedAndLeaveOneBlob() throws Exception {
        BlobStore store = open();
        byte[] content = random(10, 400_000);
        int uploads = 8;
        CountDownLatch written = new CountDownLatch(uploads);
        List<Future<Digest>> digests = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < uploads; i++) {
                BlobStore instance = i % 2 == 0 ? store : open();
                digests.add(threads.submit(() -> {
                    try (Upload upload = instance.begin(OWNER)) {
                        upload.write(ByteBuffer.wrap(content));
                        written.countDown();
                        written.await();
                        return upload.commit(Digest.Algorithm.SHA256);
                    }
                }));
            }
        }
        for (Future<Digest> digest : digests) {
            assertThat(digest.get()).isEqualTo(Digest.of(content));
        }
        assertThat(store.list()).hasSize(1);
        assertThat(read(store, Digest.of(content), ByteRange.ALL)).isEqualTo(content);
    }

    @Test
    void aBlobThatIsDeletedWhileItIsReadStaysReadable() throws Exception {
        BlobStore store = open();
        byte[] content = random(11, 500_000);
        Digest digest = store(store, content);
        try (BlobReader reader = store.open(digest, ByteRange.ALL)) {
            assertThat(store.delete(digest)).isTrue();
            assertThat(store.size(digest)).isEmpty();
            assertThat(reader.stream().readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void listsWhatWasCommittedWithSizeAndTime() {
        BlobStore store = open();
        Instant before = Instant.now().minusSeconds(1);
        Digest one = store(store, random(12, 12));
        Digest two = store(store, random(13, 13));
        try (Upload pending = store.begin(OWNER)) {
            pending.write(ByteBuffer.wrap(random(14, 14)));
            assertThat(store.list())
                    .extracting(BlobStore.StoredBlob::digest, BlobStore.StoredBlob::size)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple(one, 12L),
                            org.assertj.core.groups.Tuple.tuple(two, 13L));
        }
        assertThat(store.list())
                .allSatisfy(blob -> assertThat(blob.committed())
                        .isBetween(before, Instant.now().plusSeconds(1)));
    }

    @Test
    void deletesABlobOnlyWhenItWasIdle() {
        BlobStore store = open();
        Digest digest = store(store, random(15, 15));
        Instant past = Instant.now().minusSeconds(60);
        assertThat(store.deleteIfIdle(digest, past)).isFalse();
        assertThat(store.lease(digest)).hasValue(15);
        assertThat(store.deleteIfIdle(digest, past)).isFalse();
        assertThat(store.deleteIfIdle(digest, Instant.now().plusSeconds(60))).isTrue();
        assertThat(store.size(digest)).isEmpty();
    }

    @Test
    void expiresOnlyUploadsThatNobodyHasOpen() {
        BlobStore store = open();
        Upload open = store.begin(OWNER);
        open.write(ByteBuffer.wrap(random(16, 16)));
        Upload closed = store.begin(OWNER);
        closed.write(ByteBuffer.wrap(random(17, 17)));
        closed.close();
        assertThat(store.abandonedUploads(Instant.now().minusSeconds(60))).isEmpty();
        assertThat(store.abandonedUploads(Instant.now().plusSeconds(60)))
                .contains(new BlobStore.AbandonedUpload(closed.id(), 17));
        assertThat(store.expireUploads(Instant.now().minusSeconds(60))).isZero();
        assertThat(store.expireUploads(Instant.now().plusSeconds(60))).isEqualTo(17);
        assertThatThrownBy(() -> store.resume(OWNER, closed.id())).isInstanceOf(UploadUnknown.class);
        assertThat(open.commit(Digest.Algorithm.SHA256)).isEqualTo(Digest.of(random(16, 16)));
    }

    @Test
    void probesWithoutATrace() {
        BlobStore store = open();
        assertThatCode(store::probe).doesNotThrowAnyException();
        assertThat(store.list()).isEmpty();
    }
}
