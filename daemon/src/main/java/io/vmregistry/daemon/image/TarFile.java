package io.vmregistry.daemon.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A tar archive, read from its beginning as far as one file of it. Source: POSIX.1-2017, pax, "ustar Interchange Format" and
 * "pax Extended Header"; GNU tar's long names and numbers in base 256.
 */
final class TarFile {

    /** A header takes one block, and contents are filled up to whole ones. */
    static final int BLOCK = 512;

    private static final int MAX_EXTENSION = 1 << 20;

    private final InputStream archive;

    TarFile(InputStream archive) {
        this.archive = archive;
    }

    /** A regular file; its bytes are to be read before anything else of the archive. */
    record Entry(String name, long size, InputStream content) {}

    static boolean begins(byte[] block) {
        return block.length >= BLOCK && new String(block, 257, 5, UTF_8).equals("ustar");
    }

    /**
     * The first regular file whose name fits; names begin with neither {@code /} nor {@code ./}.
     *
     * @throws IOException when the archive cannot be read, or is none
     */
    Optional<Entry> find(Predicate<String> wanted) throws IOException {
        Optional<String> longName = Optional.empty();
        Optional<Long> longSize = Optional.empty();
        for (byte[] header = block(); !isEnd(header); header = block()) {
            if (!begins(header)) {
                throw new IOException("a header of the archive is damaged");
            }
            long size = longSize.orElse(number(header, 124, 12));
            char type = (char) header[156];
            switch (type) {
                case 'L' -> longName = Optional.of(untilNull(extension(size)));
                case 'x' -> {
                    PaxHeader extension = PaxHeader.parse(extension(size));
                    Optional<String> before = longName;
                    longName = extension.value("path").or(() -> before);
                    longSize = extension.value("size").map(Long::parseLong);
                    if (extension.isSparse()) {
                        throw new IOException("a file of the archive is stored with holes, which cannot be read");
                    }
                }
                case 'S' -> throw new IOException("a file of the archive is stored with holes, which cannot be read");
                default -> {
                    String name = relative(longName.orElse(name(header)));
                    boolean regular = type == '0' || type == 0;
                    if (regular && wanted.test(name)) {
                        return Optional.of(new Entry(name, size, new Content(archive, size)));
                    }
                    archive.skipNBytes(Math.ceilDiv(regular || type == 'g' ? size : 0, BLOCK) * BLOCK);
                    longName = Optional.empty();
                    longSize = Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** Two blocks of zeros end an archive; some writers leave them out. */
    private static boolean isEnd(byte[] header) {
        return header.length < BLOCK || Arrays.equals(header, new byte[BLOCK]);
    }

    private byte[] block() throws IOException {
        byte[] block = archive.readNBytes(BLOCK);
        if (block.length > 0 && block.length < BLOCK) {
            throw new EOFException("the archive ends within a header");
        }
        return block;
    }

    private byte[] extension(long size) throws IOException {
        if (size > MAX_EXTENSION) {
            throw new IOException("a header of the archive has " + size + " bytes");
        }
        byte[] content = archive.readNBytes((int) size);
        archive.skipNBytes(Math.ceilDiv(size, BLOCK) * BLOCK - size);
        return content;
    }

    private static String name(byte[] header) {
        String name = untilNull(Arrays.copyOfRange(header, 0, 100));
        String prefix = untilNull(Arrays.copyOfRange(header, 345, 500));
        boolean posix = header[262] == 0;
        return posix && !prefix.isEmpty() ? prefix + "/" + name : name;
    }

    private static String relative(String name) {
        return name.replaceFirst("^(?:\\.?/)+", "");
    }

    private static String untilNull(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, UTF_8);
    }

    /** Octal digits, or with the first bit set a number in base 256. */
    private static long number(byte[] header, int offset, int length) throws IOException {
        if ((header[offset] & 0x80) != 0) {
            long value = 0;
            for (int i = offset + length - 8; i < offset + length; i++) {
                value = (value << 8) | (header[i] & 0xff);
            }
            return requireSize(value);
        }
        String digits =
                untilNull(Arrays.copyOfRange(header, offset, offset + length)).strip();
        try {
            return requireSize(digits.isEmpty() ? 0 : Long.parseLong(digits, 8));
        } catch (NumberFormatException e) {
            throw new IOException("a header of the archive is damaged", e);
        }
    }

    private static long requireSize(long value) throws IOException {
        if (value < 0 || value > Long.MAX_VALUE - BLOCK) {
            throw new IOException("a header of the archive is damaged");
        }
        return value;
    }

    /** The bytes of one file. An archive that ends before them is a fault, not their end. */
    private static final class Content extends InputStream {
        private final InputStream archive;
        private long left;

        Content(InputStream archive, long size) {
            this.archive = archive;
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = archive.read(target, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("the archive ends " + left + " bytes early");
            }
            left -= count;
            return count;
        }
    }
}
