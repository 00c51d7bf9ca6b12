package io.vmregistry.client.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends an exchange when no byte moved for a while. Time that our own side spends writing a body to its disk does not
 * count.
 */
final class IdleWatch implements AutoCloseable {

    private final CompletableFuture<?> exchange;
    private final long limitNanos;
    private final ScheduledFuture<?> check;
    private volatile long lastMoved = System.nanoTime();
    private volatile boolean busy;
    private volatile boolean expired;

    private IdleWatch(CompletableFuture<?> exchange, Duration limit, ScheduledExecutorService timer) {
        this.exchange = exchange;
        this.limitNanos = limit.toNanos();
        long period = Math.max(1, limitNanos / 4);
        this.check = timer.scheduleWithFixedDelay(this::look, period, period, TimeUnit.NANOSECONDS);
    }

    static IdleWatch over(CompletableFuture<?> exchange, Duration limit, ScheduledExecutorService timer) {
        return new IdleWatch(exchange, limit, timer);
    }

    void moved() {
        lastMoved = System.nanoTime();
    }

    void busy(boolean working) {
        lastMoved = System.nanoTime();
        busy = working;
    }

    boolean expired() {
        return expired;
    }

    private void look() {
        if (!busy && System.nanoTime() - lastMoved > limitNanos) {
            expired = true;
            exchange.cancel(true);
        }
    }

    @Override
    public void close() {
        check.cancel(false);
    }
}
