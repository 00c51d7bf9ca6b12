package io.vmregistry.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vmregistry.spec.reference.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A registry and a token server over real HTTP, kept in memory, that fail when they are told to. */
public final class FakeRegistry implements AutoCloseable {

    /** What happens to the next request that fits. */
    public sealed interface Fault {
        /** Answers this status and an error body. */
        record Answer(int status, String code) implements Fault {}

        /** GET: sends so many bytes and breaks off. PATCH and PUT: keeps so many bytes and breaks off. */
        record CutAfter(int bytes) implements Fault {}

        /** Does the work, then breaks off without an answer. */
        record LoseAnswer() implements Fault {}

        /** Answers nothing until the server is closed. */
        record Silence() implements Fault {}

        /** GET: flips the body's last bit. */
        record Corrupt() implements Fault {}

        /** GET: ignores the Range header. */
        record IgnoreRange() implements Fault {}
    }

    private record Planned(String request, Fault fault) {}

    private static final Pattern BLOB = Pattern.compile("/v2/(.+)/blobs/(sha(?:256|512):[0-9a-f]+)");
    private static final Pattern UPLOAD = Pattern.compile("/v2/(.+)/blobs/uploads/([0-9a-f-]*)");
    private static final Pattern MANIFEST = Pattern.compile("/v2/(.+)/manifests/(.+)");
    private static final Pattern TAGS = Pattern.compile("/v2/(.+)/tags/list");

    public final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    public final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
    /** Queries of mounts that succeed: {@code mount=sha256:…&from=a/b}. */
    public final List<String> mountable = new CopyOnWriteArrayList<>();

    public final List<String> requests = new CopyOnWriteArrayList<>();
    public final List<String> tokenRequests = new CopyOnWriteArrayList<>();
    public final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();
    private final Queue<Planned> faults = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Optional<String> realm = Optional.empty();
    private volatile Optional<String> basic = Optional.empty();
    private volatile String validToken = "";
    private volatile int expiresIn = 300;
    private volatile int usesOfAToken = Integer.MAX_VALUE;
    private final Map<String, AtomicInteger> usesLeft = new ConcurrentHashMap<>();

    public FakeRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on only this token is let in, and this server hands it out. */
    public void requireToken(String token) {
        requireToken(token, url() + "/token");
    }

    public void requireToken(String token, String realmUrl) {
        validToken = token;
        realm = Optional.of(realmUrl);
    }

    /** From now on each token is another one: it is said to live so long, and is let in so often. */
    public void requireFreshTokens(int seconds, int uses) {
        realm = Optional.of(url() + "/token");
        expiresIn = seconds;
        usesOfAToken = uses;
    }

    private boolean isLetIn(String authorization) {
        if (usesOfAToken == Integer.MAX_VALUE) {
            return authorization.equals("Bearer " + validToken);
        }
        AtomicInteger left = usesLeft.get(authorization);
        return left != null && left.getAndDecrement() > 0;
    }

    /** From now on this {@code Authorization} header is let in, and asked for as a password. */
    public void requirePassword(String header) {
        basic = Optional.of(header);
    }

    /** The next request whose "METHOD path" starts so. Several are served in order. */
    public void plan(String request, Fault fault) {
        faults.add(new Planned(request, fault));
    }

    public void put(byte[] blob) {
        blobs.put(Digest.of(blob).toString(), blob);
    }

    public long count(String prefix) {
        return requests.stream().filter(line -> line.startsWith(prefix)).count();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String line = exchange.getRequestMethod() + " " + path;
        try (exchange) {
            if (path.equals("/token")) {
                token(exchange);
                return;
            }
            requests.add(line
                    + Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))
                            .map(range -> " " + range)
                            .orElse("")
                    + Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Range"))
                            .map(range -> " " + range)
                            .orElse(""));
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .ifPresent(authorizations::add);
            if (refused(exchange)) {
                return;
            }
            route(exchange, line, path, fault(line));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Fault> fault(String line) {
        for (Planned planned : faults) {
            if (line.startsWith(planned.request()) && faults.remove(planned)) {
                return Optional.of(planned.fault());
            }
        }
        return Optional.empty();
    }

    private boolean refused(HttpExchange exchange) throws IOException {
        if (basic.isPresent()) {
            boolean known = basic.get().equals(exchange.getRequestHeaders().getFirst("Authorization"));
            if (!known) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"fake\"");
                error(exchange, 401, "UNAUTHORIZED");
            }
            return !known;
        }
        if (realm.isEmpty()
                || isLetIn(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                        .orElse(""))) {
            return false;
        }
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders()
                .set(
                        "WWW-Authenticate",
                        "Bearer realm=\"" + realm.get() + "\",service=\"fake\",scope=\"repository:a/b:pull,push\"");
        error(exchange, 401, "UNAUTHORIZED");
        return true;
    }

    private void token(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        tokenRequests.add(exchange.getRequestMethod() + " "
                + Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("") + body);
        if (fault(exchange.getRequestMethod() + " /token").orElse(null)
                instanceof Fault.Answer(int status, String code)) {
            error(exchange, status, code);
            return;
        }
        String token = usesOfAToken == Integer.MAX_VALUE ? validToken : "t" + UUID.randomUUID();
        usesLeft.put("Bearer " + token, new AtomicInteger(usesOfAToken));
        answer(exchange, 200, ("{\"token\":\"" + token + "\",\"expires_in\":" + expiresIn + "}").getBytes(UTF_8));
    }

    private void route(HttpExchange exchange, String line, String path, Optional<Fault> fault)
            throws IOException, InterruptedException {
        if (fault.isPresent() && fault.get() instanceof Fault.Answer(int status, String code)) {
            exchange.getRequestBody().readAllBytes();
            error(exchange, status, code);
            return;
        }
        if (fault.isPresent() && fault.get() instanceof Fault.Silence) {
            closing.await();
            return;
        }
        Matcher blob = BLOB.matcher(path);
        Matcher upload = UPLOAD.matcher(path);
        Matcher manifest = MANIFEST.matcher(path);
        Matcher tags = TAGS.matcher(path);
        if (upload.matches()) {
            upload(exchange, upload.group(1), Optional.of(upload.group(2)).filter(id -> !id.isEmpty()), fault);
        } else if (blob.matches()) {
            blob(exchange, blob.group(2), fault);
        } else if (manifest.matches()) {
            manifest(exchange, manifest.group(1) + ":" + manifest.group(2), fault);
        } else if (tags.matches()) {
            tags(exchange, tags.group(1));
        } else {
            error(exchange, 404, "NOT_FOUND: " + line);
        }
    }

    private void blob(HttpExchange exchange, String digest, Optional<Fault> fault) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "HEAD", "GET" -> {
                byte[] content = blobs.get(digest);
                if (content == null) {
                    error(exchange, 404, "BLOB_UNKNOWN");
                } else if (exchange.getRequestMethod().equals("HEAD")) {
                    exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
                    exchange.sendResponseHeaders(200, -1);
                } else {
                    send(exchange, content, fault);
                }
            }
            default -> error(exchange, 405, "UNSUPPORTED");
        }
    }

    private void store(HttpExchange exchange, String digest, byte[] content, Optional<Fault> fault) throws IOException {
        if (!Digest.of(content).toString().equals(digest)) {
            error(exchange, 400, "DIGEST_INVALID");
            return;
        }
        blobs.put(digest, content);
        if (fault.isEmpty()) {
            exchange.sendResponseHeaders(201, -1);
        }
    }

    private static void send(HttpExchange exchange, byte[] whole, Optional<Fault> fault) throws IOException {
        byte[] content = whole.clone();
        if (fault.isPresent() && fault.get() instanceof Fault.Corrupt) {
            content[content.length - 1] ^= 1;
        }
        int first = 0;
        String range = exchange.getRequestHeaders().getFirst("Range");
        boolean partial = range != null && !(fault.isPresent() && fault.get() instanceof Fault.IgnoreRange);
        if (partial) {
            first = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + first + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(partial ? 206 : 200, content.length - first);
        int length = fault.isPresent() && fault.get() instanceof Fault.CutAfter(int bytes)
                ? Math.min(bytes, content.length - first)
                : content.length - first;
        exchange.getResponseBody().write(content, first, length);
        exchange.getResponseBody().flush();
    }

    private void upload(HttpExchange exchange, String repository, Optional<String> id, Optional<Fault> fault)
            throws IOException {
        if (id.isEmpty() && mounted(exchange)) {
            exchange.sendResponseHeaders(201, -1);
            return;
        }
        if (id.isEmpty()) {
            String begun = UUID.randomUUID().toString();
            uploads.put(begun, new ByteArrayOutputStream());
            located(exchange, repository, begun);
            exchange.sendResponseHeaders(202, -1);
            return;
        }
        ByteArrayOutputStream held = uploads.get(id.get());
        if (held == null) {
            exchange.getRequestBody().readAllBytes();
            error(exchange, 404, "BLOB_UPLOAD_UNKNOWN");
            return;
        }
        located(exchange, repository, id.get());
        switch (exchange.getRequestMethod()) {
            case "GET" -> exchange.sendResponseHeaders(204, -1);
            case "PATCH" -> append(exchange, held, fault);
            case "PUT" -> {
                String digest = exchange.getRequestURI().getQuery().substring("digest=".length());
                held.writeBytes(exchange.getRequestBody().readAllBytes());
                uploads.remove(id.get());
                store(exchange, digest, held.toByteArray(), fault);
            }
            case "DELETE" -> {
                uploads.remove(id.get());
                exchange.sendResponseHeaders(204, -1);
            }
            default -> error(exchange, 405, "UNSUPPORTED");
        }
    }

    private boolean mounted(HttpExchange exchange) {
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        return mountable.stream().anyMatch(query::equals);
    }

    private static void append(HttpExchange exchange, ByteArrayOutputStream held, Optional<Fault> fault)
            throws IOException {
        long first = Long.parseLong(
                exchange.getRequestHeaders().getFirst("Content-Range").split("-")[0]);
        if (first != held.size()) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        InputStream body = exchange.getRequestBody();
        if (fault.isPresent() && fault.get() instanceof Fault.CutAfter(int bytes)) {
            held.writeBytes(body.readNBytes(bytes));
            return;
        }
        held.writeBytes(body.readAllBytes());
        if (fault.isEmpty()) {
            exchange.sendResponseHeaders(202, -1);
        }
    }

    private void located(HttpExchange exchange, String repository, String id) {
        exchange.getResponseHeaders().set("Location", "/v2/" + repository + "/blobs/uploads/" + id);
        int size = Optional.ofNullable(uploads.get(id))
                .map(ByteArrayOutputStream::size)
                .orElse(0);
        exchange.getResponseHeaders().set("Range", "0-" + Math.max(0, size - 1));
    }

    private void manifest(HttpExchange exchange, String name, Optional<Fault> fault) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            byte[] content = exchange.getRequestBody().readAllBytes();
            manifests.put(name, content);
            exchange.sendResponseHeaders(201, -1);
            return;
        }
        byte[] content = manifests.get(name);
        if (content == null) {
            error(exchange, 404, "MANIFEST_UNKNOWN");
            return;
        }
        exchange.getResponseHeaders()
                .set("Docker-Content-Digest", Digest.of(content).toString());
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.vmregistry.manifest.v1+json; charset=utf-8");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
            exchange.sendResponseHeaders(200, -1);
        } else {
            send(exchange, content, fault);
        }
    }

    private void tags(HttpExchange exchange, String repository) throws IOException {
        List<String> all = new ArrayList<>(manifests.keySet().stream()
                .filter(name -> name.startsWith(repository + ":"))
                .map(name -> name.substring(repository.length() + 1))
                .sorted()
                .toList());
        String query = exchange.getRequestURI().getQuery();
        if (!query.contains("last=") && all.size() > 2) {
            exchange.getResponseHeaders()
                    .set("Link", "</v2/" + repository + "/tags/list?n=2&last=" + all.get(1) + ">; rel=\"next\"");
            all = all.subList(0, 2);
        } else if (query.contains("last=")) {
            all = all.subList(2, all.size());
        }
        String listed = String.join("\",\"", all);
        answer(exchange, 200, ("{\"tags\":[" + (all.isEmpty() ? "" : "\"" + listed + "\"") + "]}").getBytes(UTF_8));
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        answer(
                exchange,
                status,
                ("{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"planned: " + code + "\"}]}").getBytes(UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    /** Bytes that look like nothing else. */
    public static byte[] bytes(int length, long seed) {
        byte[] content = new byte[length];
        new java.util.Random(seed).nextBytes(content);
        return content;
    }

    public static boolean same(byte[] one, byte[] other) {
        return Arrays.equals(one, other);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        executor.shutdownNow();
    }
}
