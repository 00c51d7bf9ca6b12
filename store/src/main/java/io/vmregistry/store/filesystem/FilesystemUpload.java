package io.vmregistry.store.filesystem;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.StoreException;
import io.vmregistry.store.StoreException.DigestMismatch;
import io.vmregistry.store.blob.Upload;
import io.vmregistry.store.blob.UploadId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.concurrent.FutureTask;

/**
 * An upload in a directory of its own. Large buffers are hashed by a second thread while this one writes them, so a
 * byte costs one hash and one write and the slower of the two decides; nothing is copied and nothing is queued.
 */
final class FilesystemUpload implements Upload {

    /** From here on the hand-over to a second thread costs less than it saves. */
    private static final int WORTH_A_THREAD = 256 * 1024;

    private static final int REHASH_BUFFER = 1024 * 1024;

    private final FilesystemBlobStore store;
    private final StoreDirectory directory;
    private final UploadId id;
    private final FileLocks.Held lock;
    private final FileChannel channel;
    private final Writeback writeback;
    private final Digest.Algorithm algorithm;
    private MessageDigest hash;
    private long offset;
    private boolean closed;

    FilesystemUpload(
            FilesystemBlobStore store, StoreDirectory directory, UploadId id, FileLocks.Held lock, HashState state)
            throws IOException {
        this.store = store;
        this.directory = directory;
        this.id = id;
        this.lock = lock;
        this.channel = FileChannel.open(data(directory, id), READ, WRITE);
        this.algorithm = state.algorithm();
        try {
            this.offset = channel.size();
            this.hash = state.offset() == offset ? state.hash() : hashOf(channel, offset, state.algorithm());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        this.writeback = new Writeback(directory.disk(), channel, offset);
    }

    /** How far a hash has come; of use only while the file has exactly {@code offset} bytes. */
    record HashState(Digest.Algorithm algorithm, long offset, MessageDigest hash) {
        static HashState start(Digest.Algorithm algorithm) {
            return new HashState(algorithm, 0, algorithm.newHash());
        }
    }

    static Path data(StoreDirectory directory, UploadId id) {
        return directory.upload(id).resolve("data");
    }

    @Override
    public UploadId id() {
        return id;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public void write(ByteBuffer bytes) {
        requireOpen();
        int length = bytes.remaining();
        MessageDigest before = copyOf(hash);
        try {
            if (length >= WORTH_A_THREAD) {
                hashAndAppend(bytes);
            } else {
                append(bytes.duplicate());
                hash.update(bytes.duplicate());
            }
        } catch (IOException e) {
            hash = before;
            StoreException fault = directory.fault("write " + length + " bytes to upload " + id, e);
            try {
                channel.truncate(offset);
            } catch (IOException truncation) {
                fault.addSuppressed(truncation);
            }
            throw fault;
        }
        bytes.position(bytes.limit());
        offset += length;
        try {
            writeback.grownTo(offset);
        } catch (IOException e) {
            throw lost("write upload " + id + " to the disk", e);
        }
    }

    private void hashAndAppend(ByteBuffer bytes) throws IOException {
        ByteBuffer toHash = bytes.duplicate();
        MessageDigest target = hash;
        FutureTask<Boolean> hashing = new FutureTask<>(() -> target.update(toHash), true);
        Thread.ofVirtual().name("store-hash").start(hashing);
        try {
            append(bytes.duplicate());
        } finally {
            Writeback.Waiting.forResult(hashing);
        }
    }

    private void append(ByteBuffer bytes) throws IOException {
        long position = offset;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    @Override
    public Digest commit(Digest.Algorithm wanted) {
        requireOpen();
        Digest digest = digest(wanted);
        publish(digest);
        return digest;
    }

    @Override
    public void commit(Digest expected) {
        requireOpen();
        Digest actual = digest(expected.algorithm());
        if (!actual.equals(expected)) {
            cancel();
            throw new DigestMismatch(expected, actual);
        }
        publish(expected);
    }

    private Digest digest(Digest.Algorithm wanted) {
        try {
            MessageDigest finished = wanted == algorithm ? copyOf(hash) : hashOf(channel, offset, wanted);
            return Digest.from(wanted, finished.digest());
        } catch (IOException e) {
            throw directory.fault("read back upload " + id, e);
        }
    }

    private void publish(Digest digest) {
        try {
            writeback.finish();
            if (directory.durability() == Durability.FSYNC) {
                directory.disk().force(channel, true);
            }
        } catch (IOException e) {
            throw lost("write blob " + digest + " to the disk", e);
        }
        try {
            store.publish(data(directory, id), digest, offset);
            end();
        } catch (IOException e) {
            throw directory.fault("store blob " + digest, e);
        }
    }

    /** A failed write-back is told once, so a later sync would succeed without the lost bytes: none of them is kept. */
    private StoreException lost(String what, IOException e) {
        StoreException fault = directory.fault(what, e);
        try {
            end();
        } catch (IOException cleanup) {
            fault.addSuppressed(cleanup);
        }
        return fault;
    }

    @Override
    public void cancel() {
        if (closed) {
            return;
        }
        try {
            end();
        } catch (IOException e) {
            throw directory.fault("drop upload " + id, e);
        }
    }

    /** Takes the directory away while the lock is still held: nobody can resume what is being removed. */
    private void end() throws IOException {
        closed = true;
        try (FileLocks.Held _ = lock) {
            try (FileChannel _ = channel) {
                writeback.abandon();
            }
            directory.discard(directory.upload(id));
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        try {
            writeback.finish();
        } catch (IOException e) {
            throw lost("write upload " + id + " to the disk", e);
        }
        closed = true;
        try (FileLocks.Held _ = lock;
                FileChannel _ = channel) {
            store.remember(id, new HashState(algorithm, offset, hash));
        } catch (IOException e) {
            throw directory.fault("close upload " + id, e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("upload " + id + " was committed, cancelled or closed");
        }
    }

    private static MessageDigest hashOf(FileChannel channel, long size, Digest.Algorithm algorithm) throws IOException {
        MessageDigest hash = algorithm.newHash();
        ByteBuffer buffer = ByteBuffer.allocate(REHASH_BUFFER);
        for (long position = 0; position < size; ) {
            int read = channel.read(buffer.clear(), position);
            if (read < 0) {
                throw new IOException("the file ended at byte " + position + " of " + size);
            }
            hash.update(buffer.flip());
            position += read;
        }
        return hash;
    }

    private static MessageDigest copyOf(MessageDigest hash) {
        try {
            return (MessageDigest) hash.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java runtime's " + hash.getAlgorithm() + " cannot be copied", e);
        }
    }
}
