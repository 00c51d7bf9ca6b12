package io.vmregistry.daemon.grpc;

/**
 * How large one message may be. Java's limit is 2 GiB - 1; a message is in memory twice while it is parsed, so a quarter
 * of the heap is the limit where that is less. Disks travel as streams of {@link #CHUNK} and know no limit.
 */
final class MessageLimit {

    /** Largest message of a stream of chunks, in bytes; ours are 1 MiB. */
    static final int CHUNK = 4 << 20;

    private MessageLimit() {}

    static int bytes() {
        return (int) Math.min(
                Integer.MAX_VALUE, Math.max(CHUNK * 2L, Runtime.getRuntime().maxMemory() / 4));
    }
}
