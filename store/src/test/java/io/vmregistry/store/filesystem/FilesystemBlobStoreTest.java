package io.vmregistry.store.filesystem;

import static io.vmregistry.store.blob.Bytes.OWNER;
import static io.vmregistry.store.blob.Bytes.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.StoreException.DigestMismatch;
import io.vmregistry.store.StoreException.StoreUnavailable;
import io.vmregistry.store.blob.BlobReader;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.BlobStoreContract;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.blob.Bytes;
import io.vmregistry.store.blob.Upload;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesystemBlobStoreTest extends BlobStoreContract {
    @TempDir
    Path root;

    @Override
    protected BlobStore open() {
        return new FilesystemBlobStore(root, Durability.FSYNC);
    }

    @Test
    void keepsTheSeedsLayoutAndLeavesNothingElse() {
        byte[] content = random(1, 100);
        Digest digest = Bytes.store(open(), content);
        assertThat(root.resolve("blobs/sha256/" + digest.hex())).hasBinaryContent(content);
        assertThat(root.resolve("uploads")).isEmptyDirectory();
        assertThat(root.resolve("temporary")).isEmptyDirectory();
    }

    @Test
    void offersTheFileOfABlob() {
        BlobStore store = open();
        Digest digest = Bytes.store(store, random(2, 100));
        try (BlobReader reader = store.open(digest, ByteRange.ALL)) {
            assertThat(reader.file()).contains(root.resolve("blobs/sha256/" + digest.hex()));
        }
    }

    @Test
    void aMismatchLeavesNoFile() {
        Upload upload = open().begin(OWNER);
        upload.write(ByteBuffer.wrap(random(3, 100)));
        assertThatThrownBy(() -> upload.commit(Digest.of(random(4, 1)))).isInstanceOf(DigestMismatch.class);
        assertThat(root.resolve("uploads")).isEmptyDirectory();
        assertThat(root.resolve("temporary")).isEmptyDirectory();
        assertThat(root.resolve("blobs/sha256")).isEmptyDirectory();
    }

    /** The hash covers the bytes on disk, not those that the upload was told of: here a crash lost some of them. */
    @Test
    void rehashesWhenTheFileIsNotWhatThisInstanceRemembers() throws Exception {
        BlobStore store = open();
        byte[] content = random(5, 1000);
        Upload upload = store.begin(OWNER);
        upload.write(ByteBuffer.wrap(content));
        upload.close();
        Path data = root.resolve("uploads/" + upload.id() + "/data");
        Files.write(data, java.util.Arrays.copyOf(content, 600));
        try (Upload resumed = store.resume(OWNER, upload.id())) {
            assertThat(resumed.offset()).isEqualTo(600);
            resumed.write(ByteBuffer.wrap(content, 600, 400));
            resumed.commit(Digest.of(content));
        }
        assertThat(Bytes.read(store, Digest.of(content), ByteRange.ALL)).isEqualTo(content);
    }

    @Test
    void aBlobOfTheWrongSizeIsReplacedByTheNextUpload() throws Exception {
        BlobStore store = open();
        byte[] content = random(6, 1000);
        Path torn = root.resolve("blobs/sha256/" + Digest.of(content).hex());
        Files.write(torn, new byte[10]);
        Bytes.store(store, content);
        assertThat(torn).hasBinaryContent(content);
    }

    @Test
    void removesWhatKilledProcessesLeftOnceItIsOld() throws Exception {
        BlobStore store = open();
        Path left = Files.createDirectories(root.resolve("temporary/killed"));
        Files.write(left.resolve("data"), new byte[70]);
        Files.write(root.resolve("temporary/tag"), new byte[7]);
        Upload killed = store.begin(OWNER);
        killed.write(ByteBuffer.wrap(new byte[700]));
        killed.close();
        BlobStore reopened = open();
        assertThat(reopened.list()).isEmpty();
        assertThat(reopened.expireUploads(Instant.now().minusSeconds(60))).isZero();
        assertThat(reopened.expireUploads(Instant.now().plusSeconds(60))).isEqualTo(777);
        assertThat(root.resolve("temporary")).isEmptyDirectory();
        assertThat(root.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void removesAnUploadWhoseDataBecameABlobBeforeTheProcessWasKilled() throws Exception {
        BlobStore store = open();
        Upload killed = store.begin(OWNER);
        killed.close();
        Path upload = root.resolve("uploads/" + killed.id());
        Files.delete(upload.resolve("data"));
        assertThat(store.expireUploads(Instant.now().minusSeconds(60))).isZero();
        assertThat(upload).exists();
        assertThat(store.expireUploads(Instant.now().plusSeconds(60))).isZero();
        assertThat(upload).doesNotExist();
        assertThat(root.resolve("temporary")).isEmptyDirectory();
    }

    @Test
    void strangeFilesAmongTheBlobsAreNoBlobs() throws Exception {
        BlobStore store = open();
        Files.writeString(root.resolve("blobs/sha256/README"), "not a blob");
        assertThat(store.list()).isEmpty();
    }

    @Test
    void aRootThatIsAFileIsSaidSo() throws Exception {
        Path file = Files.writeString(root.resolve("file"), "");
        assertThatThrownBy(() -> new FilesystemBlobStore(file, Durability.NONE))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining(file.toString());
    }
}
