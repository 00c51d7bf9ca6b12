package io.vmregistry.store.s3;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Bytes of an object as they come. When the connection breaks off it is opened again where it was; only when that brings no
 * byte several times is it given up. The object is opened at once, so that it stays readable when it is deleted.
 */
final class ObjectStream extends InputStream {

    private static final int ATTEMPTS = 4;

    private final Bucket bucket;
    private final String key;
    private final long end;
    private long position;
    private int failures;
    private ResponseInputStream<GetObjectResponse> body;

    /**
     * Opens it.
     *
     * @param length bytes from {@code first}; more than none, unless the object is empty
     * @throws FileNotFoundException when there is no such object
     */
    ObjectStream(Bucket bucket, BlobLocation object, long first, long length) throws FileNotFoundException {
        this.bucket = bucket;
        this.key = object.key();
        this.position = first;
        this.end = first + length;
        this.body = (length == object.size() ? bucket.open(key) : bucket.open(key, first, end - 1))
                .orElseThrow(() -> new FileNotFoundException(key));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) throws IOException {
        Objects.checkFromIndexSize(offset, wanted, target.length);
        if (wanted == 0) {
            return 0;
        }
        while (position < end) {
            try {
                int count = body.read(target, offset, (int) Math.min(wanted, end - position));
                if (count > 0) {
                    position += count;
                    failures = 0;
                    return count;
                }
                reopen(new IOException("the object store's answer ended at byte " + position + " of " + end));
            } catch (IOException e) {
                reopen(e);
            }
        }
        return -1;
    }

    private void reopen(IOException cause) throws IOException {
        body.abort();
        if (++failures >= ATTEMPTS) {
            throw cause;
        }
        body = bucket.open(key, position, end - 1).orElseThrow(() -> new FileNotFoundException(key));
    }

    /** A connection whose answer was not read to its end cannot be used again. */
    @Override
    public void close() throws IOException {
        if (position < end) {
            body.abort();
        } else {
            body.close();
        }
    }
}
