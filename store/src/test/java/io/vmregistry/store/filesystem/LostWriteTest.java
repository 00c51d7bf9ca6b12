package io.vmregistry.store.filesystem;

import static io.vmregistry.store.blob.Bytes.OWNER;
import static io.vmregistry.store.blob.Bytes.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.StoreException.StoreUnavailable;
import io.vmregistry.store.StoreException.UploadUnknown;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that loses bytes says so once, as Linux does. What it lost must never become a blob. */
class LostWriteTest {

    private static final int CHUNK = 4 * 1024 * 1024;
    private static final int CHUNKS_UNTIL_A_PUSH = 16;

    @TempDir
    Path root;

    private final AtomicInteger syncs = new AtomicInteger();
    private BlobStore store;

    @BeforeEach
    void open() {
        store = new FilesystemBlobStore(
                new StoreDirectory(root, Durability.FSYNC, Clock.systemUTC(), (file, metadata) -> {
                    if (syncs.getAndIncrement() == 0) {
                        throw new IOException("Input/output error");
                    }
                    file.force(metadata);
                }));
    }

    @Test
    void anUploadThatCouldNotBeSyncedIsGone() {
        byte[] content = random(1, 1000);
        Upload upload = store.begin(OWNER);
        upload.write(ByteBuffer.wrap(content));
        assertThatThrownBy(() -> upload.commit(Digest.of(content)))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("Input/output error");
        upload.close();
        assertGone(upload);
    }

    @Test
    void anUploadWhoseWriteBackFailedIsGoneWhenItIsClosed() {
        Upload upload = pushed();
        assertThatThrownBy(upload::close).isInstanceOf(StoreUnavailable.class);
        assertGone(upload);
    }

    @Test
    void anUploadWhoseWriteBackFailedIsGoneWhenMoreIsWritten() {
        Upload upload = pushed();
        assertThatThrownBy(() -> write(upload)).isInstanceOf(StoreUnavailable.class);
        upload.close();
        assertGone(upload);
    }

    @Test
    void anUploadWhoseWriteBackFailedCanBeCancelled() {
        Upload upload = pushed();
        upload.cancel();
        assertGone(upload);
    }

    private Upload pushed() {
        Upload upload = store.begin(OWNER);
        write(upload);
        return upload;
    }

    private static void write(Upload upload) {
        byte[] chunk = random(2, CHUNK);
        for (int i = 0; i < CHUNKS_UNTIL_A_PUSH; i++) {
            upload.write(ByteBuffer.wrap(chunk));
        }
    }

    private void assertGone(Upload upload) {
        assertThatThrownBy(() -> store.resume(OWNER, upload.id())).isInstanceOf(UploadUnknown.class);
        assertThat(root.resolve("uploads")).isEmptyDirectory();
        assertThat(root.resolve("temporary")).isEmptyDirectory();
        assertThat(store.list()).isEmpty();
    }
}
