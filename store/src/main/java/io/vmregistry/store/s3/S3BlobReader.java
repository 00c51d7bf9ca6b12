package io.vmregistry.store.s3;

import io.vmregistry.store.blob.BlobReader;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.s3.Bucket.Opened;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** A range of a blob, opened. */
final class S3BlobReader implements BlobReader {

    private final long size;
    private final long first;
    private final long length;
    private final InputStream stream;

    S3BlobReader(BlobSource source, Opened opened, ByteRange range) {
        this.size = opened.object().size();
        this.first = range.first();
        this.length = range.lengthIn(size);
        this.stream = new ObjectStream(source, opened, first, length);
    }

    @Override
    public long size() {
        return size;
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
