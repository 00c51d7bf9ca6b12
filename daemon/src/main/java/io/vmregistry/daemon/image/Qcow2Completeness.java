package io.vmregistry.daemon.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Whether a qcow2 file has every cluster that it says it uses. The refcounts name the last one: reading them takes a
 * 64 KiB block for each 2 GiB of the file, never the disk. What lies in the clusters is not looked at.
 */
final class Qcow2Completeness {

    /** Bits of a table's entry that are an offset, in L1 and refcount tables alike. */
    private static final long OFFSET = 0x00ff_ffff_ffff_fe00L;

    /** A refcount table for 64 PiB of clusters of 64 KiB; a larger one is not believed. */
    private static final long MAX_REFCOUNT_TABLE_BYTES = 8L << 20;

    /** Reads bytes of the file. */
    @FunctionalInterface
    interface Source {
        ByteBuffer read(long offset, int length);
    }

    private final Qcow2Header header;
    private final long fileSize;
    private final Source source;

    Qcow2Completeness(Qcow2Header header, long fileSize, Source source) {
        this.header = header;
        this.fileSize = fileSize;
        this.source = source;
    }

    /**
     * Returns when the file is whole.
     *
     * @throws ImageException.InvalidDisk when it is not
     */
    void check() {
        requireInside("its L1 table", header.l1Offset(), header.l1Bytes());
        requireInside("its refcount table", header.refcountTableOffset(), header.refcountTableBytes());
        if (header.refcountTableBytes() > MAX_REFCOUNT_TABLE_BYTES) {
            throw Qcow2Header.damaged("its refcount table is larger than any disk needs");
        }
        checkL1();
        checkRefcounts();
    }

    private void checkL1() {
        ByteBuffer table = read(header.l1Offset(), header.l1Bytes());
        while (table.remaining() >= Long.BYTES) {
            long l2 = table.getLong() & OFFSET;
            if (l2 != 0) {
                requireInside("an L2 table", l2, header.clusterSize());
            }
        }
    }

    private void checkRefcounts() {
        ByteBuffer table = read(header.refcountTableOffset(), header.refcountTableBytes());
        long clustersOfBlock = header.clusterSize() * 8 / header.refcountBits();
        for (long first = 0; table.remaining() >= Long.BYTES; first += clustersOfBlock) {
            long block = table.getLong() & OFFSET;
            if (block != 0) {
                requireInside("a refcount block", block, header.clusterSize());
                checkBlock(first, block);
            }
        }
    }

    private void checkBlock(long firstCluster, long blockOffset) {
        long present = Math.ceilDiv(fileSize, header.clusterSize());
        long clustersOfBlock = header.clusterSize() * 8 / header.refcountBits();
        if (firstCluster + clustersOfBlock <= present) {
            return;
        }
        long beyond = Math.max(0, present - firstCluster) * header.refcountBits();
        ByteBuffer block = read(blockOffset, header.clusterSize());
        long firstByte = Math.ceilDiv(beyond, 8);
        for (int at = (int) firstByte; at < block.limit(); at++) {
            if (block.get(at) != 0) {
                long cluster = firstCluster + (long) at * 8 / header.refcountBits();
                throw Qcow2Header.truncated("it has %d bytes but uses what lies at byte %d"
                        .formatted(fileSize, cluster * header.clusterSize()));
            }
        }
    }

    private ByteBuffer read(long offset, long length) {
        return source.read(offset, (int) length).order(ByteOrder.BIG_ENDIAN);
    }

    private void requireInside(String what, long offset, long length) {
        if (offset <= 0 || length < 0 || offset > fileSize - length) {
            throw Qcow2Header.truncated("it has %d bytes but %s lies at byte %d".formatted(fileSize, what, offset));
        }
    }
}
