package io.vmregistry.daemon.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Small disks for tests, written byte by byte as the formats say. */
public final class Disks {

    public static final int CLUSTER = 65_536;

    private Disks() {}

    /** A qcow2 of version 3 with some data clusters: header, refcount table, refcount block, L1, L2, data. */
    public static byte[] qcow2(int dataClusters, long virtualSize, long seed) {
        int clusters = 5 + dataClusters;
        ByteBuffer disk = ByteBuffer.allocate(clusters * CLUSTER);
        disk.putInt(0, 0x514649fb).putInt(4, 3);
        disk.putInt(20, 16).putLong(24, virtualSize);
        disk.putInt(36, 1).putLong(40, 3L * CLUSTER);
        disk.putLong(48, CLUSTER).putInt(56, 1);
        disk.putInt(96, 4).putInt(100, 104);
        disk.putLong(CLUSTER, 2L * CLUSTER);
        for (int cluster = 0; cluster < clusters; cluster++) {
            disk.putShort(2 * CLUSTER + 2 * cluster, (short) 1);
        }
        disk.putLong(3 * CLUSTER, (1L << 63) | 4L * CLUSTER);
        byte[] data = new byte[CLUSTER];
        Random random = new Random(seed);
        for (int cluster = 0; cluster < dataClusters; cluster++) {
            disk.putLong(4 * CLUSTER + 8 * cluster, (1L << 63) | (5L + cluster) * CLUSTER);
            random.nextBytes(data);
            disk.put((5 + cluster) * CLUSTER, data);
        }
        return disk.array();
    }

    public static byte[] raw(int size, long seed) {
        byte[] disk = new byte[size];
        new Random(seed).nextBytes(disk);
        disk[0] = 0;
        return disk;
    }

    public static byte[] iso(int blocks) {
        ByteBuffer disk = ByteBuffer.allocate(blocks * 2_048).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        disk.put(32_768, (byte) 1).put(32_769, "CD001".getBytes(StandardCharsets.US_ASCII));
        disk.putInt(32_768 + 80, blocks).putShort(32_768 + 128, (short) 2_048);
        return disk.array();
    }

    public static String vmfile(String name, String format) {
        return """
                apiVersion: vmregistry.io/v1alpha1
                kind: VMFile
                metadata:
                  name: %s
                  description: a test
                spec:
                  diskImage: disk.%s
                  diskFormat: %s
                  resources:
                    cpu: 1
                    memory: 128MiB
                """.formatted(name, format, format);
    }
}
