package io.vmregistry.e2e.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Speaks HTTP to one registry or, in turns, to several that share a store. */
public final class Api implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final List<URI> servers;
    private final AtomicInteger turn = new AtomicInteger();

    public Api(List<URI> servers) {
        this.servers = List.copyOf(servers);
    }

    /** An answer, whatever it says. */
    record Answer(int status, byte[] body, HttpResponse<byte[]> response) {
        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String text() {
            return new String(body, UTF_8);
        }
    }

    /** Nobody answered: whether the request was carried out is not known. */
    public static final class Unanswered extends Exception {
        Unanswered(Throwable cause) {
            super(cause);
        }
    }

    Answer send(String method, String path) throws Unanswered {
        return send(method, path, new byte[0]);
    }

    Answer send(String method, String path, byte[] body, String... headers) throws Unanswered {
        URI server = servers.get(Math.floorMod(turn.getAndIncrement(), servers.size()));
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(PATIENCE)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new Unanswered(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unanswered(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
