package io.vmregistry.registry;

import java.io.InputStream;
import java.util.Arrays;

/** Bytes without memory: each block of 64 KiB holds its own number, so order matters. */
final class NumberedBlocks extends InputStream {
    private static final int BLOCK = 64 * 1024;
    private long left;

    NumberedBlocks(long size) {
        this.left = size;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (left <= 0) {
            return -1;
        }
        int count = (int) Math.min(length, (left - 1) % BLOCK + 1);
        Arrays.fill(target, offset, offset + count, (byte) ((left - 1) / BLOCK));
        left -= count;
        return count;
    }
}
