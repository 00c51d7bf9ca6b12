package io.vmregistry.daemon.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.unit.ByteSize;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a disk's own bytes say of it, against what a VMFile says. The first {@link #HEAD} bytes are enough to know the
 * format and the size; whether a qcow2 is whole takes a look at its tables as well.
 */
final class DiskInspection {

    /** An ISO's volume descriptor ends here; every other header lies before. */
    static final int HEAD = 32_768 + 2_048;

    private static final int SECTOR = 512;

    /** A format that is none of ours, or that a raw disk never begins with. */
    private record Foreign(String name, int offset, byte[] magic) {
        Foreign(String name, int offset, String hex) {
            this(name, offset, HexFormat.of().parseHex(hex));
        }

        boolean matches(ByteBuffer head) {
            return head.remaining() >= offset + magic.length && Arrays.equals(bytes(head, offset, magic.length), magic);
        }
    }

    private static final List<Foreign> FOREIGN = List.of(
            new Foreign("a VMDK disk", 0, "4b444d56"),
            new Foreign("a VMDK description", 0, "23204469736b2044657363726970746f72"),
            new Foreign("a VHDX disk", 0, "7668647866696c65"),
            new Foreign("a VHD disk", 0, "636f6e6563746978"),
            new Foreign("a VDI disk", 64, "7f10dabe"),
            new Foreign("compressed with gzip", 0, "1f8b"),
            new Foreign("compressed with xz", 0, "fd377a585a00"),
            new Foreign("compressed with zstd", 0, "28b52ffd"),
            new Foreign("compressed with bzip2", 0, "425a68"));

    private DiskInspection() {}

    /**
     * What the guest will see of the disk.
     *
     * @param head the disk's first {@link #HEAD} bytes, or all of a smaller one
     * @param size of the whole disk in bytes, as far as it is known; {@link Long#MAX_VALUE} while it is not
     * @throws ImageException.InvalidDisk when the bytes contradict the format, or the disk is shorter than they say
     */
    static ByteSize virtualSize(DiskFormat declared, ByteBuffer head, long size) {
        if (size == 0) {
            throw new ImageException.InvalidDisk("it is empty", "Check the VMFile's diskImage.");
        }
        requireFormat(declared, head);
        return switch (declared) {
            case QCOW2 -> new ByteSize(Qcow2Header.parse(head).virtualSize());
            case RAW -> new ByteSize(requireAtLeast(gptEnd(head), size));
            case ISO -> new ByteSize(requireAtLeast(isoEnd(head), size));
        };
    }

    /**
     * The format that a disk's first bytes show, where nobody said one.
     *
     * @throws ImageException.InvalidDisk when they show one that is none of ours
     */
    static DiskFormat detect(ByteBuffer head) {
        if (isQcow2(head)) {
            return DiskFormat.QCOW2;
        }
        Optional<String> foreign = foreign(head);
        if (foreign.isPresent()) {
            throw new ImageException.InvalidDisk(
                    "it is " + foreign.get(), "Convert it with \"qemu-img convert -O qcow2\" and import the result.");
        }
        return isIso(head) ? DiskFormat.ISO : DiskFormat.RAW;
    }

    private static boolean isQcow2(ByteBuffer head) {
        return head.remaining() >= 4
                && head.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(0) == Qcow2Header.MAGIC;
    }

    private static Optional<String> foreign(ByteBuffer head) {
        return FOREIGN.stream()
                .filter(format -> format.matches(head))
                .map(Foreign::name)
                .findFirst();
    }

    private static void requireFormat(DiskFormat declared, ByteBuffer head) {
        boolean qcow2 = isQcow2(head);
        Optional<String> foreign = foreign(head);
        String actual = qcow2 ? "a qcow2 disk" : foreign.orElse(isIso(head) ? "an ISO image" : "a raw disk");
        boolean agrees = switch (declared) {
            case QCOW2 -> qcow2;
            case RAW -> !qcow2 && foreign.isEmpty();
            case ISO -> isIso(head);
        };
        if (!agrees) {
            throw new ImageException.InvalidDisk(
                    "the VMFile says diskFormat %s but the file is %s".formatted(declared.label(), actual),
                    "Correct spec.diskFormat, or convert it with \"qemu-img convert -O %s\"."
                            .formatted(declared.label()));
        }
    }

    private static boolean isIso(ByteBuffer head) {
        return head.remaining() >= 32_774 && Arrays.equals(bytes(head, 32_769, 5), "CD001".getBytes(US_ASCII));
    }

    /** ECMA-119, 8.4.8 "Volume Space Size" and 8.4.12 "Logical Block Size". */
    private static long isoEnd(ByteBuffer head) {
        if (head.remaining() < HEAD) {
            return HEAD;
        }
        ByteBuffer fields = head.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        return Integer.toUnsignedLong(fields.getInt(32_768 + 80)) * Short.toUnsignedInt(fields.getShort(32_768 + 128));
    }

    /** UEFI specification, 5.3.2 "GPT Header": the backup header is the disk's last sector. 0 when there is no GPT. */
    private static long gptEnd(ByteBuffer head) {
        if (head.remaining() < 2 * SECTOR || !Arrays.equals(bytes(head, SECTOR, 8), "EFI PART".getBytes(US_ASCII))) {
            return 0;
        }
        long backup = head.duplicate().order(ByteOrder.LITTLE_ENDIAN).getLong(SECTOR + 32);
        return backup > 0 && backup < Long.MAX_VALUE / SECTOR - 1 ? (backup + 1) * SECTOR : 0;
    }

    private static long requireAtLeast(long needed, long size) {
        if (size < needed) {
            throw Qcow2Header.truncated("it has %d bytes but its header says %d".formatted(size, needed));
        }
        return size;
    }

    private static byte[] bytes(ByteBuffer head, int offset, int length) {
        byte[] bytes = new byte[length];
        head.get(head.position() + offset, bytes);
        return bytes;
    }
}
