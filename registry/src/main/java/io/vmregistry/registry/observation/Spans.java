package io.vmregistry.registry.observation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.function.Supplier;

/** Where the time of a request went, for a tracing backend, if there is one. */
public sealed interface Spans {

    /** Makes the call as a part of what this thread is doing. */
    <T> T within(String name, Supplier<T> call);

    /** Nobody looks: the call and nothing else. */
    record Off() implements Spans {
        @Override
        public <T> T within(String name, Supplier<T> call) {
            return call.get();
        }
    }

    /** A span of OpenTelemetry for each call. */
    record Traced(Tracer tracer) implements Spans {
        @Override
        public <T> T within(String name, Supplier<T> call) {
            Span span = tracer.spanBuilder(name).startSpan();
            try (Scope _ = span.makeCurrent()) {
                return call.get();
            } catch (RuntimeException e) {
                span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
                throw e;
            } finally {
                span.end();
            }
        }
    }
}
