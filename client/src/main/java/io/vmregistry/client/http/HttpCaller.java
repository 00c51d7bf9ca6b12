package io.vmregistry.client.http;

import io.vmregistry.client.ClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over HTTP/1.1 and waits for their answers. Follows redirects of GET and HEAD itself, and takes the
 * credentials off when one leads to another origin. May be used from any number of threads.
 */
public final class HttpCaller implements AutoCloseable {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_REDIRECTS = 5;

    /** Bytes that are read from a connection at once. */
    private static final String READ_BUFFER = "jdk.httpclient.bufsize";

    static {
        // The JDK's client wakes two threads for every read, and reads 16 KiB: that costs more than hashing what was
        // read.
        // It can be told otherwise in this way only, and before its first use.
        if (System.getProperty(READ_BUFFER) == null) {
            System.setProperty(READ_BUFFER, String.valueOf(256 << 10));
        }
    }

    private final HttpSettings settings;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("http-idle-watch").factory());
    private final HttpClient client;

    public HttpCaller(HttpSettings settings) {
        this.settings = settings;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .executor(executor)
                .build();
    }

    /**
     * Sends the request and waits for the whole answer, of whatever status. What the call's sink throws is thrown
     * unchanged.
     *
     * @throws ClientException.Unavailable when the server cannot be reached, breaks off or falls silent
     * @throws ClientException.LocalFault when the body that is to be sent cannot be read
     * @throws ClientException.Cancelled when this thread is interrupted; the interrupt stays set
     */
    public HttpReply send(HttpCall call) {
        HttpCall current = call;
        for (int followed = 0; ; followed++) {
            HttpReply reply = exchange(current);
            Optional<URI> elsewhere = redirect(current, reply);
            if (elsewhere.isEmpty()) {
                return reply;
            }
            if (followed == MAX_REDIRECTS) {
                throw new ClientException.Incomprehensible(
                        call.tried(), Origin.of(call.uri()) + " redirects more than " + MAX_REDIRECTS + " times");
            }
            current = current.at(elsewhere.get());
        }
    }

    private static Optional<URI> redirect(HttpCall call, HttpReply reply) {
        boolean repeatable = call.method().equals("GET") || call.method().equals("HEAD");
        return repeatable && REDIRECTS.contains(reply.status()) ? reply.location() : Optional.empty();
    }

    /**
     * A kept connection that the server closes while a request is on its way ends without a byte of an answer. What
     * changes nothing is then sent once more, over a fresh connection (RFC 9112, section 9.3.1).
     */
    private HttpReply exchange(HttpCall call) {
        try {
            return exchangeOnce(call);
        } catch (ClientException.Unavailable e) {
            if (!call.repeatable() || !wasUnanswered(e)) {
                throw e;
            }
            return exchangeOnce(call);
        }
    }

    private static boolean wasUnanswered(ClientException.Unavailable fault) {
        return fault.getCause() instanceof IOException cause
                && String.valueOf(cause.getMessage()).contains("received no bytes");
    }

    private HttpReply exchangeOnce(HttpCall call) {
        Activity activity = new Activity();
        AtomicReference<@Nullable DownloadSubscriber> download = new AtomicReference<>();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request(call, activity), handler(call, activity, download));
        Duration patience = call.closing() ? settings.closingIdleTimeout() : settings.idleTimeout();
        try (IdleWatch watch = IdleWatch.over(answer, patience, timer)) {
            activity.attach(watch);
            try {
                HttpResponse<byte[]> response = answer.get();
                return new HttpReply(
                        call.uri(), response.statusCode(), response.headers(), response.body(), call.tried());
            } catch (InterruptedException e) {
                answer.cancel(true);
                // The sink writes to a file, and an interrupted thread closes the file that it writes to.
                settle(download.get());
                Thread.currentThread().interrupt();
                throw new ClientException.Cancelled(call.tried());
            } catch (CancellationException e) {
                settle(download.get());
                throw broken(call, watch, patience, e);
            } catch (ExecutionException e) {
                settle(download.get());
                if (watch.expired()) {
                    throw broken(call, watch, patience, e);
                }
                if (activity.unreadable().isPresent()) {
                    throw unreadable(call, activity.unreadable().get());
                }
                throw fault(call, Optional.ofNullable(e.getCause()).orElse(e));
            }
        }
    }

    private static ClientException broken(HttpCall call, IdleWatch watch, Duration patience, Exception cause) {
        String because = watch.expired() ? "no byte moved for " + patience.toSeconds() + " s" : "it was ended";
        return new ClientException.Unavailable(call.tried(), because, "Repeat it to continue.", cause);
    }

    /** Waits until the sink is no longer called, and lets what it threw go first. */
    private static void settle(@Nullable DownloadSubscriber download) {
        if (download == null) {
            return;
        }
        download.stop();
        Optional<RuntimeException> thrown = download.failure();
        if (thrown.isPresent()) {
            throw thrown.get();
        }
    }

    private HttpRequest request(HttpCall call, Activity activity) {
        HttpRequest.BodyPublisher body = call.body()
                .<HttpRequest.BodyPublisher>map(source -> source.length() == 0
                        ? HttpRequest.BodyPublishers.noBody()
                        : new UploadPublisher(source, activity))
                .orElseGet(HttpRequest.BodyPublishers::noBody);
        HttpRequest.Builder builder = HttpRequest.newBuilder(call.uri())
                .method(call.method(), body)
                .header("User-Agent", settings.userAgent());
        call.headers().forEach(builder::header);
        return builder.build();
    }

    private static BodyHandler<byte[]> handler(
            HttpCall call, Activity activity, AtomicReference<@Nullable DownloadSubscriber> download) {
        return head -> {
            activity.moved();
            if (call.sink().isEmpty() || head.statusCode() >= 300) {
                return BodySubscribers.limiting(BodySubscribers.ofByteArray(), HttpReply.MAX_BODY);
            }
            BodySink sink = call.sink().get();
            DownloadSubscriber subscriber = new DownloadSubscriber(sink, activity);
            download.set(subscriber);
            subscriber.begin(head.statusCode(), head.headers());
            return subscriber;
        };
    }

    private static ClientException unreadable(HttpCall call, IOException fault) {
        return new ClientException.LocalFault(
                call.tried(), "its local copy cannot be read: " + describe(fault), "", fault);
    }

    private static ClientException fault(HttpCall call, Throwable cause) {
        String server = Origin.of(call.uri()).toString();
        return switch (cause) {
            case HttpTimeoutException e ->
                new ClientException.Unavailable(
                        call.tried(), server + " does not answer", "Check the address and that the server runs.", e);
            case ConnectException e ->
                new ClientException.Unavailable(
                        call.tried(),
                        server + " refuses connections",
                        "Check the address and that the server runs.",
                        e);
            case IOException e ->
                new ClientException.Unavailable(
                        call.tried(),
                        "the connection to " + server + " broke: " + describe(e),
                        "Repeat it to continue.",
                        e);
            case RuntimeException e ->
                new ClientException.Incomprehensible(
                        call.tried(), "the exchange with " + server + " failed: " + describe(e), e);
            default ->
                new ClientException.Unavailable(
                        call.tried(), "the exchange with " + server + " failed: " + describe(cause), "", cause);
        };
    }

    private static String describe(Throwable fault) {
        return Optional.ofNullable(fault.getMessage()).orElse(fault.getClass().getSimpleName());
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        client.shutdownNow();
        timer.shutdownNow();
        executor.shutdownNow();
    }
}
