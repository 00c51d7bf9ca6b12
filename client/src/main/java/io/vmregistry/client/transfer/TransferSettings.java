package io.vmregistry.client.transfer;

import java.time.Duration;

/**
 * How images are moved.
 *
 * @param parallel blobs at once
 * @param chunkedAbove bytes; a longer blob is uploaded in chunks, so that it can be continued
 * @param chunkSize bytes of one upload request
 * @param attempts in a row that may fail without moving a byte
 * @param firstPause before the second attempt; it doubles each time
 * @param longestPause what the doubling stops at
 */
public record TransferSettings(
        int parallel, long chunkedAbove, long chunkSize, int attempts, Duration firstPause, Duration longestPause) {

    public static final TransferSettings DEFAULT =
            new TransferSettings(4, 16L << 20, 128L << 20, 6, Duration.ofMillis(500), Duration.ofSeconds(15));

    public TransferSettings {
        if (parallel < 1 || chunkedAbove < 0 || chunkSize < 1 || attempts < 1) {
            throw new IllegalArgumentException("parallel, chunkSize and attempts must be at least 1");
        }
        if (firstPause.isNegative() || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException("the longest pause must not be shorter than the first");
        }
    }
}
