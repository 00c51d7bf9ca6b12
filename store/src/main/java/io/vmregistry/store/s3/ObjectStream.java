package io.vmregistry.store.s3;

import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.s3.Bucket.Opened;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Bytes as they come. When the connection breaks off they are opened again where it was; only when that brings no byte
 * several times is it given up. It begins with what is open already, so that it stays readable when it is deleted.
 */
final class ObjectStream extends InputStream {

    private static final int ATTEMPTS = 4;

    private final Source source;
    private final long end;
    private long position;
    private int failures;
    private ResponseInputStream<GetObjectResponse> body;

    /** Where bytes are opened, as often as it takes. */
    @FunctionalInterface
    interface Source {
        /** Empty when they are not there any more. */
        Optional<Opened> open(ByteRange range);
    }

    /**
     * The bytes that were opened.
     *
     * @param length bytes from {@code first}, as many as there are in the answer
     */
    ObjectStream(Source source, Opened opened, long first, long length) {
        this.source = source;
        this.position = first;
        this.end = first + length;
        this.body = opened.body();
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
        body = source.open(new ByteRange(position, end - 1))
                .orElseThrow(() -> new FileNotFoundException("deleted while it was read"))
                .body();
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
