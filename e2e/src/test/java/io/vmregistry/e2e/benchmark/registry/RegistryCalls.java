package io.vmregistry.e2e.benchmark.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmregistry.e2e.process.Commands;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** What a client asks a registry for, in the OCI distribution protocol. An answer that is not the wanted one is a fault. */
final class RegistryCalls implements AutoCloseable {

    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final Contender registry;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RegistryCalls(Contender registry) {
        this.registry = registry;
    }

    /** Bytes of a file from an offset on. */
    record Slice(Path file, long offset, long length) {
        BodyPublisher publisher() {
            return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::open), length);
        }

        private InputStream open() {
            try {
                FileChannel channel = FileChannel.open(file).position(offset);
                return new LimitedStream(Channels.newInputStream(channel), length);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** Reads and drops a blob; returns its length. */
    long pull(String repository, String digest) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = client.send(
                request("/v2/" + repository + "/blobs/" + digest).GET().build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            expect(200, answer);
            return body.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }

    /**
     * As {@link #pull}, by curl, which costs less than a client in Java: what is measured is the server. An answer of another
     * length is a fault.
     */
    void stream(String repository, String digest, long length) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("curl", "--silent", "--fail", "--output", "/dev/null", "--write-out", "%{size_download}"));
        registry.token().ifPresent(token -> command.addAll(List.of("--header", "Authorization: Bearer " + token)));
        command.add(
                registry.url().resolve("/v2/" + repository + "/blobs/" + digest).toString());
        String read = Commands.run(command.toArray(String[]::new)).strip();
        if (!read.equals(Long.toString(length))) {
            throw new IOException("%s sent %s of %d bytes".formatted(registry, read, length));
        }
    }

    void push(String repository, String digest, Slice content) throws IOException, InterruptedException {
        URI session = begin(repository);
        send(201, closing(session, digest).PUT(content.publisher()));
    }

    void pushInChunks(String repository, String digest, Slice content, long chunk)
            throws IOException, InterruptedException {
        close(sendChunks(repository, content, chunk), digest);
    }

    /** Sends everything in chunks but does not make it a blob; returns the upload, for {@link #close}. */
    URI sendChunks(String repository, Slice content, long chunk) throws IOException, InterruptedException {
        URI session = begin(repository);
        for (long offset = 0; offset < content.length(); offset += chunk) {
            long length = Math.min(chunk, content.length() - offset);
            HttpResponse<byte[]> answer = send(
                    202,
                    request(session)
                            .header("Content-Type", "application/octet-stream")
                            .header("Content-Range", offset + "-" + (offset + length - 1))
                            .method("PATCH", new Slice(content.file(), content.offset() + offset, length).publisher()));
            session = location(answer);
        }
        return session;
    }

    /** Makes what was sent a blob. */
    void close(URI session, String digest) throws IOException, InterruptedException {
        send(201, closing(session, digest).PUT(BodyPublishers.noBody()));
    }

    void mount(String repository, String from, String digest) throws IOException, InterruptedException {
        send(
                201,
                request("/v2/" + repository + "/blobs/uploads/?mount=" + digest + "&from=" + from)
                        .POST(BodyPublishers.noBody()));
    }

    private URI begin(String repository) throws IOException, InterruptedException {
        return location(
                send(202, request("/v2/" + repository + "/blobs/uploads/").POST(BodyPublishers.noBody())));
    }

    private HttpRequest.Builder closing(URI session, String digest) {
        String query = session.getRawQuery() == null ? "?" : "&";
        return request(URI.create(session + query + "digest=" + digest))
                .header("Content-Type", "application/octet-stream");
    }

    void putManifest(String repository, String reference, String manifest) throws IOException, InterruptedException {
        send(
                201,
                request("/v2/" + repository + "/manifests/" + reference)
                        .header("Content-Type", MANIFEST)
                        .PUT(BodyPublishers.ofString(manifest, UTF_8)));
    }

    void getManifest(String repository, String reference) throws IOException, InterruptedException {
        send(
                200,
                request("/v2/" + repository + "/manifests/" + reference)
                        .header("Accept", MANIFEST)
                        .GET());
    }

    /** GET of any other path below {@code /v2/}. */
    void get(String path) throws IOException, InterruptedException {
        send(200, request("/v2/" + path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return request(registry.url().resolve(path));
    }

    private HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri);
        registry.token().ifPresent(token -> builder.header("Authorization", "Bearer " + token));
        return builder;
    }

    private URI location(HttpResponse<?> answer) {
        return registry.url().resolve(answer.headers().firstValue("Location").orElseThrow());
    }

    private HttpResponse<byte[]> send(int status, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
        if (answer.statusCode() != status) {
            throw new IOException("%s answered %d to %s: %s"
                    .formatted(registry, answer.statusCode(), answer.request(), new String(answer.body(), UTF_8)));
        }
        return answer;
    }

    private void expect(int status, HttpResponse<?> answer) throws IOException {
        if (answer.statusCode() != status) {
            throw new IOException("%s answered %d to %s".formatted(registry, answer.statusCode(), answer.request()));
        }
    }

    /** Something that is done many times. */
    interface Call {
        void run(int number) throws IOException, InterruptedException;
    }

    /** Runs calls 0 to {@code count - 1}, so many at a time. */
    static void each(int count, int parallel, Call call) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntFunction<Future<?>> share = first -> threads.submit(() -> {
                for (int number = first; number < count; number += parallel) {
                    call.run(number);
                }
                return first;
            });
            List<Future<?>> running = new ArrayList<>();
            for (int first = 0; first < parallel; first++) {
                running.add(share.apply(first));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
