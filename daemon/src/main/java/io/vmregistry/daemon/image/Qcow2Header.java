package io.vmregistry.daemon.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The fields of a qcow2 header that say whether the file is whole and stands alone. Source: QEMU's
 * {@code docs/interop/qcow2.rst}, "Header". All offsets and sizes are in bytes.
 *
 * @param virtualSize what the guest sees
 */
record Qcow2Header(
        int clusterBits,
        long virtualSize,
        long l1Offset,
        int l1Entries,
        long refcountTableOffset,
        int refcountTableClusters,
        int refcountBits) {

    static final int MAGIC = 0x514649fb;

    private static final int LENGTH_V2 = 72;
    private static final int LENGTH_V3 = 104;
    private static final long DIRTY = 1;
    private static final long CORRUPT = 1 << 1;
    private static final long EXTERNAL_DATA = 1 << 2;
    private static final long COMPRESSION_TYPE = 1 << 3;
    private static final long EXTENDED_L2 = 1 << 4;
    private static final long KNOWN = DIRTY | CORRUPT | EXTERNAL_DATA | COMPRESSION_TYPE | EXTENDED_L2;

    /** What QEMU itself takes at most for an L1 table. */
    private static final long MAX_L1_BYTES = 32L << 20;

    /**
     * Reads the header from the disk's first bytes.
     *
     * @throws ImageException.InvalidDisk when the disk cannot be used
     */
    static Qcow2Header parse(ByteBuffer head) {
        ByteBuffer fields = head.duplicate().order(ByteOrder.BIG_ENDIAN);
        if (fields.remaining() < LENGTH_V2) {
            throw truncated("it ends within its header");
        }
        int version = fields.getInt(4);
        if (version != 2 && version != 3) {
            throw new ImageException.InvalidDisk(
                    "its qcow2 version is " + version,
                    "Versions 2 and 3 are known; convert it with \"qemu-img convert -O qcow2\".");
        }
        if (version == 3 && fields.remaining() < LENGTH_V3) {
            throw truncated("it ends within its header");
        }
        refuseWhatDoesNotStandAlone(fields, version);
        int clusterBits = fields.getInt(20);
        if (clusterBits < 9 || clusterBits > 21) {
            throw damaged("its header says clusters of 2^" + clusterBits + " bytes");
        }
        int refcountOrder = version == 3 ? fields.getInt(96) : 4;
        if (refcountOrder < 0 || refcountOrder > 6) {
            throw damaged("its header says a refcount order of " + refcountOrder);
        }
        Qcow2Header header = new Qcow2Header(
                clusterBits,
                fields.getLong(24),
                fields.getLong(40),
                fields.getInt(36),
                fields.getLong(48),
                fields.getInt(56),
                1 << refcountOrder);
        header.requireSane(version == 3 && (fields.getLong(72) & EXTENDED_L2) != 0);
        return header;
    }

    private static void refuseWhatDoesNotStandAlone(ByteBuffer fields, int version) {
        if (fields.getLong(8) != 0) {
            throw new ImageException.InvalidDisk(
                    "it is an overlay on another disk",
                    "Merge them with \"qemu-img convert -O qcow2\" and import the result.");
        }
        if (fields.getInt(32) != 0) {
            throw new ImageException.InvalidDisk(
                    "it is encrypted", "Decrypt it with \"qemu-img convert\" and import the result.");
        }
        long features = version == 3 ? fields.getLong(72) : 0;
        if ((features & EXTERNAL_DATA) != 0) {
            throw new ImageException.InvalidDisk(
                    "its data is in another file", "Merge them with \"qemu-img convert -O qcow2\".");
        }
        if ((features & CORRUPT) != 0) {
            throw damaged("it is marked as corrupt");
        }
        if ((features & ~KNOWN) != 0) {
            throw new ImageException.InvalidDisk(
                    "it uses qcow2 features that are not known here", "Convert it with \"qemu-img convert -O qcow2\".");
        }
    }

    private void requireSane(boolean extendedL2) {
        if (virtualSize <= 0) {
            throw damaged("its header says a size of " + virtualSize + " bytes");
        }
        long entriesOfL2 = clusterSize() / (extendedL2 ? 16 : 8);
        long wanted = Math.ceilDiv(Math.ceilDiv(virtualSize, clusterSize()), entriesOfL2);
        if (Integer.toUnsignedLong(l1Entries) < wanted || l1Bytes() > MAX_L1_BYTES) {
            throw damaged("its L1 table has %s entries where %d are needed"
                    .formatted(Integer.toUnsignedString(l1Entries), wanted));
        }
        if (l1Offset % clusterSize() != 0 || refcountTableOffset % clusterSize() != 0) {
            throw damaged("its tables do not begin at a cluster's start");
        }
    }

    long clusterSize() {
        return 1L << clusterBits;
    }

    long l1Bytes() {
        return Integer.toUnsignedLong(l1Entries) * Long.BYTES;
    }

    long refcountTableBytes() {
        return Integer.toUnsignedLong(refcountTableClusters) * clusterSize();
    }

    static ImageException.InvalidDisk truncated(String problem) {
        return new ImageException.InvalidDisk(problem, "It was not copied whole: copy or download it again.");
    }

    static ImageException.InvalidDisk damaged(String problem) {
        return new ImageException.InvalidDisk(problem, "Look at it with \"qemu-img check\", or make it again.");
    }
}
