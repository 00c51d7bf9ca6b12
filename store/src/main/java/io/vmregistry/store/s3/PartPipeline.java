package io.vmregistry.store.s3;

import io.vmregistry.store.StoreException;
import io.vmregistry.store.StoreException.StoreFull;
import io.vmregistry.store.StoreException.StoreUnavailable;
import io.vmregistry.store.StoreException.UploadUnknown;
import io.vmregistry.store.blob.UploadId;
import io.vmregistry.store.s3.Bucket.Body;
import io.vmregistry.store.s3.Multiparts.Part;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one upload: one is filled while the one before it is sent. Used by one thread at a time.
 */
final class PartPipeline implements AutoCloseable {

    private final UploadId id;
    private final Multiparts multiparts;
    private final String key;
    private final List<Part> parts;
    private Optional<String> multipart;
    private PartSpool filling;
    private PartSpool sending;
    private Optional<FutureTask<Part>> inFlight = Optional.empty();
    private long sent;

    PartPipeline(UploadId id, Multiparts multiparts, Path spool, UploadSession from) {
        this.id = id;
        this.multiparts = multiparts;
        this.key = from.key();
        this.parts = new ArrayList<>(from.parts());
        this.multipart = from.multipart();
        this.filling = new PartSpool(spool);
        this.sending = new PartSpool(spool);
        this.sent = from.inParts();
    }

    /** Bytes that still go into the part that is being filled. */
    long room() {
        return PartPlan.size(sent) - filling.length();
    }

    /** Appends the buffer's remaining bytes, no more than there is room for. */
    void append(ByteBuffer bytes) {
        filling.append(bytes);
    }

    boolean isFull() {
        return room() <= 0;
    }

    /** Whether what is there may be sent although the part is not full. */
    boolean isWorthSending() {
        return filling.length() >= PartPlan.least(sent);
    }

    /** What is in no part yet. */
    PartSpool tail() {
        return filling;
    }

    /** The multipart upload, begun if there is none yet. */
    String multipart() {
        String id = multipart.orElseGet(() -> multiparts.begin(key));
        multipart = Optional.of(id);
        return id;
    }

    boolean hasMultipart() {
        return multipart.isPresent();
    }

    /** Sends what was filled, in the background. The part before it has arrived: see {@link #await}. */
    void send() {
        String id = multipart();
        int number = parts.size() + 1;
        PartSpool full = filling;
        filling = sending;
        sending = full;
        filling.clear();
        sent += full.length();
        FutureTask<Part> task = new FutureTask<>(() -> put(id, number, full.body()));
        inFlight = Optional.of(task);
        Thread.ofVirtual().name("store-part").start(task);
    }

    private Part put(String multipartId, int number, Body body) {
        return multiparts.put(key, multipartId, number, body).orElseThrow(() -> new UploadUnknown(id.toString()));
    }

    /**
     * Waits for the part that is being sent.
     *
     * @return whether there was one
     * @throws StoreException when it did not arrive; it is thrown again whenever it is asked for
     */
    boolean await() {
        if (inFlight.isEmpty()) {
            return false;
        }
        parts.add(result(inFlight.get()));
        inFlight = Optional.empty();
        return true;
    }

    private Part result(FutureTask<Part> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw failed(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Each time another exception: one that is thrown twice cannot suppress itself. */
    private RuntimeException failed(@Nullable Throwable cause) {
        return switch (cause) {
            case UploadUnknown _ -> new UploadUnknown(id.toString());
            case StoreFull full -> new StoreFull(String.valueOf(full.getMessage()), full);
            case StoreException fault -> new StoreUnavailable(String.valueOf(fault.getMessage()), fault);
            case null, default -> new IllegalStateException("sending a part failed", cause);
        };
    }

    /** The parts that have arrived. */
    List<Part> parts() {
        return List.copyOf(parts);
    }

    /** Sends the tail as the last part. It is not recorded, so that the upload can go on if it is not completed. */
    Optional<List<Part>> partsWithTail() {
        if (filling.length() == 0) {
            return Optional.of(parts());
        }
        return multiparts
                .put(key, multipart(), parts.size() + 1, filling.body())
                .map(last -> {
                    List<Part> all = new ArrayList<>(parts);
                    all.add(last);
                    return all;
                });
    }

    /** Drops every part, as soon as the last request to send one has ended. */
    void abort() {
        inFlight.ifPresent(this::awaitQuietly);
        multipart.ifPresent(id -> multiparts.abort(key, id));
    }

    /** What becomes of a part that is dropped does not matter. */
    private void awaitQuietly(FutureTask<Part> task) {
        try {
            result(task);
        } catch (RuntimeException dropped) {
            return;
        }
    }

    @Override
    public void close() {
        inFlight.ifPresent(this::awaitQuietly);
        try {
            filling.close();
        } finally {
            sending.close();
        }
    }
}
