package io.vmregistry.client.http;

import static java.util.Objects.requireNonNull;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the connection's small buffers into large writes. Whatever ends the exchange, bytes that arrived before are
 * written first, so that a resumed transfer begins behind them.
 */
final class DownloadSubscriber implements BodySubscriber<byte[]> {

    private static final int BUFFER = 1 << 20;

    private final BodySink sink;
    private final Activity activity;
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final ByteBuffer gathered = ByteBuffer.allocate(BUFFER);
    private Flow.@Nullable Subscription subscription;
    private boolean stopped;
    private @Nullable RuntimeException failure;

    DownloadSubscriber(BodySink sink, Activity activity) {
        this.sink = sink;
        this.activity = activity;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return result;
    }

    /** What the sink threw, if it did. */
    Optional<RuntimeException> failure() {
        lock.lock();
        try {
            return Optional.ofNullable(failure);
        } finally {
            lock.unlock();
        }
    }

    void begin(int status, HttpHeaders headers) {
        try {
            sink.begin(status, headers);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (failure().isPresent()) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> items) {
        lock.lock();
        activity.busy(true);
        try {
            if (stopped) {
                return;
            }
            for (ByteBuffer item : items) {
                gather(item);
            }
        } catch (RuntimeException e) {
            fail(e);
            return;
        } finally {
            activity.busy(false);
            lock.unlock();
        }
        requireNonNull(subscription).request(1);
    }

    private void gather(ByteBuffer item) {
        while (item.hasRemaining()) {
            int count = Math.min(item.remaining(), gathered.remaining());
            gathered.put(gathered.position(), item, item.position(), count);
            gathered.position(gathered.position() + count);
            item.position(item.position() + count);
            if (!gathered.hasRemaining()) {
                flush();
            }
        }
    }

    private void flush() {
        gathered.flip();
        try {
            while (gathered.hasRemaining()) {
                sink.write(gathered);
            }
        } finally {
            gathered.clear();
        }
    }

    private void fail(RuntimeException fault) {
        lock.lock();
        try {
            stopped = true;
            failure = fault;
        } finally {
            lock.unlock();
        }
        Flow.Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
        result.completeExceptionally(fault);
    }

    @Override
    public void onError(Throwable cause) {
        stop();
        result.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        stop();
        result.complete(new byte[0]);
    }

    /** Writes what was gathered. The sink is not called after this returns. */
    void stop() {
        lock.lock();
        try {
            if (!stopped) {
                stopped = true;
                flush();
            }
        } catch (RuntimeException e) {
            failure = e;
            result.completeExceptionally(e);
        } finally {
            lock.unlock();
        }
    }
}
