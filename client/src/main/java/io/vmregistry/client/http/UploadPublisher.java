package io.vmregistry.client.http;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body as the connection asks for it: at most a few buffers are in memory, whatever the body's length. A buffer
 * is never reused, because the connection does not say when it is done with one.
 */
final class UploadPublisher implements HttpRequest.BodyPublisher {

    private static final int BUFFER = 256 << 10;

    private final BodySource source;
    private final Activity activity;

    UploadPublisher(BodySource source, Activity activity) {
        this.source = source;
        this.activity = activity;
    }

    @Override
    public long contentLength() {
        return source.length();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(new Reading(subscriber));
    }

    private final class Reading implements Flow.Subscription {
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final AtomicLong wanted = new AtomicLong();
        private final AtomicBoolean running = new AtomicBoolean();
        private volatile boolean done;
        private @Nullable ReadableByteChannel channel;
        private long left = source.length();

        Reading(Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = requireNonNull(subscriber);
        }

        @Override
        public void request(long n) {
            wanted.accumulateAndGet(n, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
            // Demand that arrives while a buffer is delivered is served by the loop that delivers it.
            while (wanted.get() > 0 && !done && running.compareAndSet(false, true)) {
                try {
                    while (!done && wanted.get() > 0) {
                        wanted.decrementAndGet();
                        deliver();
                    }
                } finally {
                    running.set(false);
                }
            }
            if (done && running.compareAndSet(false, true)) {
                close();
            }
        }

        private void deliver() {
            ByteBuffer buffer;
            try {
                buffer = read();
            } catch (IOException e) {
                activity.unreadable(e);
                finish();
                subscriber.onError(e);
                return;
            }
            left -= buffer.remaining();
            activity.moved();
            source.moved(buffer.remaining());
            if (buffer.hasRemaining()) {
                subscriber.onNext(buffer);
            }
            if (left == 0 && !done) {
                finish();
                subscriber.onComplete();
            }
        }

        private ByteBuffer read() throws IOException {
            ReadableByteChannel open = channel;
            if (open == null) {
                open = source.open();
                channel = open;
            }
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, left));
            while (buffer.hasRemaining()) {
                if (open.read(buffer) < 0) {
                    throw new IOException("the body ended " + (left - buffer.position()) + " bytes early");
                }
            }
            return buffer.flip();
        }

        private void finish() {
            done = true;
            close();
        }

        @Override
        public void cancel() {
            done = true;
            if (running.compareAndSet(false, true)) {
                close();
            }
        }

        private void close() {
            ReadableByteChannel open = channel;
            channel = null;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException closed) {
                    // It was only read: nothing can be lost by a close that fails.
                    activity.moved();
                }
            }
        }
    }
}
