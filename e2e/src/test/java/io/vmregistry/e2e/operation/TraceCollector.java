package io.vmregistry.e2e.operation;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Takes traces as OTLP over HTTP. */
final class TraceCollector implements AutoCloseable {

    private final HttpServer server;
    private final BlockingQueue<Span> received = new LinkedBlockingQueue<>();
    private final List<Span> seen = new ArrayList<>();

    /** What a span says of itself; an empty parent is none. */
    record Span(ByteString trace, ByteString id, ByteString parent, String name) {}

    private TraceCollector(HttpServer server) {
        this.server = server;
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    static TraceCollector start() throws IOException {
        return new TraceCollector(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    private void take(HttpExchange exchange) throws IOException {
        // ExportTraceServiceRequest.resource_spans.scope_spans.spans (opentelemetry-proto, trace.proto)
        for (UnknownFieldSet resource : messages(UnknownFieldSet.parseFrom(exchange.getRequestBody()), 1)) {
            for (UnknownFieldSet scope : messages(resource, 2)) {
                for (UnknownFieldSet span : messages(scope, 2)) {
                    received.add(new Span(
                            bytes(span, 1),
                            bytes(span, 2),
                            bytes(span, 4),
                            bytes(span, 5).toStringUtf8()));
                }
            }
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet message, int field) throws IOException {
        List<UnknownFieldSet> messages = new ArrayList<>();
        for (ByteString bytes : message.getField(field).getLengthDelimitedList()) {
            messages.add(UnknownFieldSet.parseFrom(bytes));
        }
        return messages;
    }

    private static ByteString bytes(UnknownFieldSet message, int field) {
        List<ByteString> values = message.getField(field).getLengthDelimitedList();
        return values.isEmpty() ? ByteString.EMPTY : values.getFirst();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Waits for such a span, among those that came and those that come. */
    Span await(String what, Predicate<Span> wanted) throws InterruptedException {
        for (Span span : seen) {
            if (wanted.test(span)) {
                return span;
            }
        }
        while (true) {
            Span span = received.poll(1, TimeUnit.MINUTES);
            if (span == null) {
                throw new AssertionError("no span is " + what + "; there were " + seen);
            }
            seen.add(span);
            if (wanted.test(span)) {
                return span;
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
