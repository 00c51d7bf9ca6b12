package io.vmregistry.store.s3;

import io.vmregistry.store.blob.BlobReader;
import io.vmregistry.store.blob.ByteRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** A range of a blob, opened. */
final class S3BlobReader implements BlobReader {

    private final BlobLocation location;
    private final long first;
    private final long length;
    private final InputStream stream;

    S3BlobReader(Bucket bucket, BlobLocation location, ByteRange range) throws IOException {
        if (range.first() > 0 && range.first() >= location.size()) {
            throw new IllegalArgumentException(
                    "the range begins at byte " + range.first() + " of a blob of " + location.size() + " bytes");
        }
        this.location = location;
        this.first = range.first();
        this.length = Math.min(location.size() - 1, range.last()) - first + 1;
        this.stream = length == 0 ? InputStream.nullInputStream() : new ObjectStream(bucket, location, first, length);
    }

    @Override
    public long size() {
        return location.size();
    }

    @Override
    public long first() {
        return first;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream stream() {
        return stream;
    }

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
