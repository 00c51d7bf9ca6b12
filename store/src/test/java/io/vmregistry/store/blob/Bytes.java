package io.vmregistry.store.blob;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;

/** Content for store tests, the same in every run. */
public final class Bytes {

    public static final UploadOwner OWNER = new UploadOwner(new RepositoryName("alice/debian"), "alice");

    private Bytes() {}

    public static byte[] random(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    public static Digest store(BlobStore store, byte[] content) {
        try (Upload upload = store.begin(OWNER)) {
            upload.write(ByteBuffer.wrap(content));
            return upload.commit(Digest.Algorithm.SHA256);
        }
    }

    public static byte[] read(BlobStore store, Digest digest, ByteRange range) {
        try (BlobReader reader = store.open(digest, range)) {
            return reader.stream().readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public static Digest sha512(byte[] content) {
        return Digest.from(
                Digest.Algorithm.SHA512, Digest.Algorithm.SHA512.newHash().digest(content));
    }
}
