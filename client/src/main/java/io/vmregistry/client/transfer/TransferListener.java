package io.vmregistry.client.transfer;

/** Is told how a transfer goes: from several threads, several times a second for each item. It must return at once. */
@FunctionalInterface
public interface TransferListener {

    void progressed(TransferProgress progress);

    static TransferListener silent() {
        return progress -> {};
    }
}
