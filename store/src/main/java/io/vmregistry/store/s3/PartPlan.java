package io.vmregistry.store.s3;

/**
 * How large parts are. S3 takes 10,000 parts of at least 5 MiB (but the last) and objects of up to 5 TiB: so a part grows
 * with its offset, and with it the room on disk that an upload needs. At 100 GiB a part has 85 MiB.
 */
final class PartPlan {

    private static final long MIB = 1024 * 1024;

    /** Least size of a part that is not the last one. */
    private static final long LEAST = 5 * MIB;

    private static final long USUAL = 8 * MIB;

    /** A part is this fraction of what is before it; with 1,200 even the least ones reach 5 TiB in 9,400 parts. */
    private static final long FRACTION = 1_200;

    private PartPlan() {}

    /** Size of a part that begins at this offset. */
    static long size(long offset) {
        return Math.max(USUAL, offset / FRACTION);
    }

    /** Size from which on a part at this offset may be sent although it is not full, rather than kept for later. */
    static long least(long offset) {
        return Math.max(LEAST, offset / FRACTION);
    }
}
