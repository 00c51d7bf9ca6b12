package io.vmregistry.store.filesystem;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.StoreException.StoreFull;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.blob.Bytes;
import io.vmregistry.store.blob.Upload;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/** Fills a disk of eight MiB and goes on where room was made. Run by {@link FullDiskTest} in a process of its own. */
final class FullDiskScenario {

    private FullDiskScenario() {}

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", root.toString())
                .inheritIO()
                .start();
        require(mount.waitFor() == 0, "mount a disk of eight MiB");
        FilesystemBlobStore store = new FilesystemBlobStore(root, Durability.FSYNC);
        Digest ballast = Bytes.store(store, Bytes.random(1, 5 << 20));
        byte[] content = Bytes.random(2, 4 << 20);
        Upload upload = store.begin(Bytes.OWNER);
        upload.write(ByteBuffer.wrap(content, 0, 2 << 20));
        try {
            upload.write(ByteBuffer.wrap(content, 2 << 20, 2 << 20));
            throw new AssertionError("seven MiB and two more fitted on eight");
        } catch (StoreFull expected) {
            require(expected.getMessage().contains("Free some space"), "say what to do");
        }
        require(upload.offset() == 2 << 20, "keep what was there before");
        require(store.list().count() == 1, "leave no half blob");
        require(store.delete(ballast), "make room");
        upload.write(ByteBuffer.wrap(content, 2 << 20, 2 << 20));
        upload.commit(Digest.of(content));
        require(Arrays.equals(Bytes.read(store, Digest.of(content), ByteRange.ALL), content), "store it after all");
        System.out.println("survived");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("did not " + what);
        }
    }
}
