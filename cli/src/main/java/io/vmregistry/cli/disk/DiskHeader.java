package io.vmregistry.cli.disk;

import io.vmregistry.spec.image.DiskFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * What a disk says of itself: QEMU's "qcow2 image file format" and ISO 9660's primary volume descriptor. A raw disk says
 * nothing.
 */
public final class DiskHeader {

    private static final int QCOW2_MAGIC = 0x514649fb;
    private static final int QCOW2_HEADER = 72;
    private static final long ISO_DESCRIPTOR = 0x8000;
    private static final int ISO_DESCRIPTOR_LENGTH = 2048;
    private static final int SECTOR = 512;
    private static final long OFFSET_MASK = 0x00ff_ffff_ffff_fe00L;
    private static final int MAX_L1_ENTRIES = 4 << 20;

    private DiskHeader() {}

    /** Why the file cannot be a disk of this format; empty when it can. */
    public static Optional<String> problem(FileChannel file, DiskFormat declared) throws IOException {
        long length = file.size();
        if (length == 0) {
            return Optional.of("it is empty");
        }
        Optional<DiskFormat> found = formatOf(file);
        return switch (declared) {
            case QCOW2 ->
                found.filter(DiskFormat.QCOW2::equals).isPresent()
                        ? qcow2Problem(file, length)
                        : Optional.of("its header is " + name(found) + ", but diskFormat says qcow2");
            case ISO ->
                found.filter(DiskFormat.ISO::equals).isPresent()
                        ? isoProblem(file, length)
                        : Optional.of("its header is " + name(found) + ", but diskFormat says iso");
            case RAW -> rawProblem(found, length);
        };
    }

    private static String name(Optional<DiskFormat> found) {
        return found.map(DiskFormat::label).map(label -> label + "'s").orElse("neither qcow2's nor iso's");
    }

    private static Optional<DiskFormat> formatOf(FileChannel file) throws IOException {
        if (read(file, 0, 4).filter(bytes -> bytes.getInt(0) == QCOW2_MAGIC).isPresent()) {
            return Optional.of(DiskFormat.QCOW2);
        }
        return read(file, ISO_DESCRIPTOR + 1, 5).filter(DiskHeader::isIso).map(bytes -> DiskFormat.ISO);
    }

    private static boolean isIso(ByteBuffer bytes) {
        return bytes.get(0) == 'C'
                && bytes.get(1) == 'D'
                && bytes.get(2) == '0'
                && bytes.get(3) == '0'
                && bytes.get(4) == '1';
    }

    /** An ISO written to a raw disk is a raw disk as well: hybrid images are. */
    private static Optional<String> rawProblem(Optional<DiskFormat> found, long length) {
        if (found.filter(DiskFormat.QCOW2::equals).isPresent()) {
            return Optional.of("its header is qcow2's, but diskFormat says raw");
        }
        return length % SECTOR == 0
                ? Optional.empty()
                : Optional.of("its " + length + " bytes are no whole number of sectors of " + SECTOR
                        + " bytes; it may be cut short");
    }

    private static Optional<String> isoProblem(FileChannel file, long length) throws IOException {
        Optional<ByteBuffer> descriptor = read(file, ISO_DESCRIPTOR, ISO_DESCRIPTOR_LENGTH);
        if (descriptor.isEmpty()) {
            return Optional.of("it ends within its header");
        }
        ByteBuffer fields = descriptor.get().order(ByteOrder.LITTLE_ENDIAN);
        long blocks = Integer.toUnsignedLong(fields.getInt(80));
        long blockSize = Short.toUnsignedLong(fields.getShort(128));
        return shorter(length, blocks * blockSize);
    }

    private static Optional<String> qcow2Problem(FileChannel file, long length) throws IOException {
        Optional<ByteBuffer> header = read(file, 0, QCOW2_HEADER);
        if (header.isEmpty()) {
            return Optional.of("it ends within its header");
        }
        ByteBuffer fields = header.get();
        int version = fields.getInt(4);
        if (version != 2 && version != 3) {
            return Optional.of("its qcow2 version is " + version + ", and 2 and 3 are known");
        }
        if (fields.getLong(8) != 0) {
            return Optional.of(
                    "it needs a backing file, which does not travel with it; flatten it: qemu-img convert -O qcow2 IN OUT");
        }
        int clusterBits = fields.getInt(20);
        if (clusterBits < 9 || clusterBits > 21) {
            return Optional.of("its cluster size of 2^" + clusterBits + " bytes is none that qcow2 has");
        }
        long entries = Integer.toUnsignedLong(fields.getInt(36));
        long tables = Math.max(
                fields.getLong(40) + entries * Long.BYTES,
                fields.getLong(48) + ((long) fields.getInt(56) << clusterBits));
        if (entries > MAX_L1_ENTRIES || tables < 0) {
            return Optional.of("its header is damaged");
        }
        Optional<String> cut = shorter(length, tables);
        return cut.isPresent() ? cut : shorter(length, lastUsed(file, fields.getLong(40), (int) entries, clusterBits));
    }

    /** The first byte of the last cluster that a table names, plus one: QEMU lets the last cluster itself be short. */
    private static long lastUsed(FileChannel file, long tableOffset, int entries, int clusterBits) throws IOException {
        long last = 0;
        Optional<ByteBuffer> first = read(file, tableOffset, entries * Long.BYTES);
        if (first.isEmpty()) {
            return tableOffset + (long) entries * Long.BYTES;
        }
        for (int i = 0; i < entries; i++) {
            long table = first.get().getLong(i * Long.BYTES) & OFFSET_MASK;
            if (table == 0) {
                continue;
            }
            last = Math.max(last, table + (1L << clusterBits));
            Optional<ByteBuffer> second = read(file, table, 1 << clusterBits);
            if (second.isEmpty()) {
                return last;
            }
            last = Math.max(last, lastCluster(second.get(), clusterBits));
        }
        return last;
    }

    private static long lastCluster(ByteBuffer table, int clusterBits) {
        long last = 0;
        // A compressed cluster's entry holds its offset in fewer bits, the rest is its length in sectors.
        long compressedMask = (1L << (62 - (clusterBits - 8))) - 1;
        while (table.remaining() >= Long.BYTES) {
            long entry = table.getLong();
            boolean compressed = (entry & (1L << 62)) != 0;
            long offset = compressed ? entry & compressedMask : entry & OFFSET_MASK;
            if (offset != 0) {
                last = Math.max(last, offset + 1);
            }
        }
        return last;
    }

    private static Optional<String> shorter(long length, long needed) {
        return length >= needed
                ? Optional.empty()
                : Optional.of("it has " + length + " bytes, but its header speaks of at least " + needed
                        + "; it was cut short");
    }

    private static Optional<ByteBuffer> read(FileChannel file, long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, offset + bytes.position()) < 0) {
                return Optional.empty();
            }
        }
        return Optional.of(bytes.flip());
    }
}
