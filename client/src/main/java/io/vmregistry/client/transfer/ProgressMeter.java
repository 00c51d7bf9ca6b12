package io.vmregistry.client.transfer;

import io.vmregistry.client.transfer.TransferProgress.Phase;
import io.vmregistry.spec.image.Descriptor;
import java.util.concurrent.atomic.AtomicLong;

/** Tells a listener of one blob, but not of every buffer. */
final class ProgressMeter {

    private static final long INTERVAL_NANOS = 100_000_000;

    private final TransferListener listener;
    private final String item;
    private final long total;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong told = new AtomicLong(System.nanoTime() - INTERVAL_NANOS);
    private volatile long resumed;

    ProgressMeter(TransferListener listener, Descriptor blob) {
        this.listener = listener;
        this.item = blob.digest().toString();
        this.total = blob.size();
    }

    void startAt(long offset) {
        resumed = offset;
        at(offset);
        tell(Phase.TRANSFERRING);
    }

    /** Corrects what {@link #moved} counted: bytes can be lost on the way. */
    void at(long position) {
        bytes.set(position);
    }

    void moved(long count) {
        bytes.addAndGet(count);
        long last = told.get();
        long now = System.nanoTime();
        if (now - last >= INTERVAL_NANOS && told.compareAndSet(last, now)) {
            tell(Phase.TRANSFERRING);
        }
    }

    void skipped() {
        bytes.set(total);
        tell(Phase.SKIPPED);
    }

    void verifying() {
        tell(Phase.VERIFYING);
    }

    void done() {
        bytes.set(total);
        tell(Phase.DONE);
    }

    private void tell(Phase phase) {
        listener.progressed(new TransferProgress(item, phase, Math.min(bytes.get(), total), total, resumed));
    }
}
