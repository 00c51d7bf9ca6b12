package io.vmregistry.store.filesystem;

import static java.nio.file.StandardOpenOption.READ;

import io.vmregistry.store.blob.BlobReader;
import io.vmregistry.store.blob.ByteRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** An open file: it stays readable when its name is removed. */
final class FilesystemBlobReader implements BlobReader {

    private final Path file;
    private final FileChannel channel;
    private final long size;
    private final long first;
    private final long length;

    FilesystemBlobReader(Path file, ByteRange range) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, READ);
        try {
            this.size = channel.size();
            this.length = range.lengthIn(size);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        this.first = range.first();
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
        return new RangeStream();
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(file);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class RangeStream extends InputStream {
        private long position = first;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int wanted) throws IOException {
            Objects.checkFromIndexSize(offset, wanted, target.length);
            long left = first + length - position;
            if (wanted == 0) {
                return 0;
            }
            if (left <= 0) {
                return -1;
            }
            int read = channel.read(ByteBuffer.wrap(target, offset, (int) Math.min(left, wanted)), position);
            position += Math.max(read, 0);
            return read;
        }
    }
}
