package io.vmregistry.client.transfer;

/**
 * How far one item of a transfer is.
 *
 * @param item a blob's digest, or the image's reference
 * @param bytes of the item that are on the other side now, resumed ones included
 * @param total bytes that the item has; 0 when that is not known
 * @param resumed bytes that an earlier, interrupted transfer had moved
 */
public record TransferProgress(String item, Phase phase, long bytes, long total, long resumed) {

    public enum Phase {
        RESOLVING,
        /** It is there already; nothing is moved. */
        SKIPPED,
        TRANSFERRING,
        VERIFYING,
        DONE
    }
}
