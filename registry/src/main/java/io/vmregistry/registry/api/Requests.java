package io.vmregistry.registry.api;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Runs every request on a virtual thread of its own, turns faults into answers, and writes one line about each. */
public final class Requests {

    private static final Logger LOG = Logger.getLogger("io.vmregistry.registry.requests");

    private final ExecutorService threads;
    private final RequestObserver observer;
    private final BodyMemory memory;

    public Requests(ExecutorService threads, RequestObserver observer, BodyMemory memory) {
        this.threads = threads;
        this.observer = observer;
        this.memory = memory;
    }

    /** Takes over a request. Called on its event loop. */
    public void run(RoutingContext routing, ApiVersion api) {
        HttpServerRequest request = routing.request();
        long start = System.nanoTime();
        Context loop = routing.vertx().getOrCreateContext();
        Exchange exchange = Exchange.of(request, loop, memory);
        observer.begun();
        AtomicBoolean running = new AtomicBoolean(true);
        routing.addEndHandler(ended -> {
            exchange.release();
            if (running.getAndSet(false)) {
                over(exchange, request, Duration.ofNanos(System.nanoTime() - start), ended.succeeded());
            }
        });
        try {
            threads.execute(() -> answer(exchange, api));
        } catch (RejectedExecutionException e) {
            exchange.send(ApiError.unavailable("the server is shutting down; try again later", Faults.LATER));
        }
    }

    private static void answer(Exchange exchange, ApiVersion api) {
        try {
            api.handle(exchange);
        } catch (ClientGoneException e) {
            LOG.debugf("id=%s %s", exchange.id(), e.getMessage());
        } catch (RuntimeException e) {
            ApiError error = Faults.of(e);
            tell(exchange, error, e);
            exchange.send(error);
        } catch (Error e) {
            LOG.errorf(e, "id=%s answered 500", exchange.id());
            exchange.send(Faults.unexpected());
        } finally {
            exchange.body().discard();
        }
    }

    private static void tell(Exchange exchange, ApiError error, RuntimeException fault) {
        if (!Faults.isOurs(error)) {
            return;
        }
        if (Faults.isDecided(fault)) {
            LOG.warnf("id=%s answered %d %s: %s", exchange.id(), error.status(), error.code(), error.message());
        } else {
            LOG.errorf(fault, "id=%s answered %d %s", exchange.id(), error.status(), error.code());
        }
    }

    private void over(Exchange exchange, HttpServerRequest request, Duration took, boolean complete) {
        RequestObserver.Finished finished = new RequestObserver.Finished(
                exchange.route(),
                request.method().name(),
                request.response().getStatusCode(),
                request.bytesRead(),
                request.response().bytesWritten(),
                took,
                complete);
        observer.over(finished);
        LOG.infof(
                "id=%s method=%s path=%s repository=%s status=%d in=%d out=%d ms=%d subject=%s%s",
                exchange.id(),
                request.method(),
                printable(exchange.path()),
                exchange.repository(),
                finished.status(),
                finished.received(),
                finished.sent(),
                took.toMillis(),
                printable(exchange.subject()),
                complete ? "" : " broken-off");
    }

    /** Nothing that a client sends starts a new line or a new field. */
    private static String printable(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints()
                .limit(300)
                .map(point -> point > ' ' && point < 0x7f ? point : '?')
                .forEach(safe::appendCodePoint);
        return safe.toString();
    }
}
