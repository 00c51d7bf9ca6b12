package io.vmregistry.testkit.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP/1.1 proxy on loopback in front of one server, which fails as a {@link Plan} says. It counts what was asked
 * for. Requests pass as they are, so that signatures over their headers hold; each has a connection of its own.
 */
public final class FaultyProxy implements AutoCloseable {

    /** A request as the plan sees it. */
    public record Request(String method, String target) {}

    /** Decides what happens to each request; may be called by several threads at once. */
    @FunctionalInterface
    public interface Plan {
        /** No fault at all. */
        Plan FAIR = _ -> new Fault.None();

        Fault on(Request request);
    }

    private static final int LARGEST_HEAD = 64 * 1024;

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile Plan plan = Plan.FAIR;

    /** Starts in front of a server on loopback. */
    public FaultyProxy(URI server) {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        try {
            this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** What happens to requests from now on. */
    public void follow(Plan next) {
        plan = next;
    }

    /** Every request since the last {@link #forget}, in the order of their arrival. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public void forget() {
        requests.clear();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** A connection that breaks is what this is for: whoever is at its ends notices. */
    private void serve(Socket client) {
        try (client;
                Socket upstream = new Socket()) {
            open.add(upstream);
            InputStream in = new BufferedInputStream(client.getInputStream());
            List<String> head = head(in);
            String[] line = head.getFirst().split(" ", 3);
            Request request = new Request(line[0], line[1]);
            requests.add(request);
            Fault fault = plan.on(request);
            if (has(head, "expect", "100-continue")) {
                client.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
            }
            pass(head, in, client, upstream, fault);
        } catch (IOException broken) {
            open.remove(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private void pass(List<String> head, InputStream in, Socket client, Socket upstream, Fault fault)
            throws IOException, InterruptedException {
        long length = length(head);
        switch (fault) {
            case Fault.Refuse(int status, String code) -> {
                copy(in, OutputStream.nullOutputStream(), length);
                refuse(client.getOutputStream(), status, code);
            }
            case Fault.CutRequest(long bytes) -> {
                send(head, in, upstream, Math.min(bytes, length));
                client.setSoLinger(true, 0);
            }
            case Fault.CutAnswer(long bytes) -> {
                send(head, in, upstream, length);
                InputStream answer = new BufferedInputStream(upstream.getInputStream());
                client.getOutputStream().write(text(head(answer)));
                copy(answer, client.getOutputStream(), bytes);
            }
            case Fault.LoseAnswer() -> {
                send(head, in, upstream, length);
                upstream.getInputStream().transferTo(OutputStream.nullOutputStream());
                client.setSoLinger(true, 0);
            }
            case Fault.Late(var by) -> {
                send(head, in, upstream, length);
                Thread.sleep(by);
                upstream.getInputStream().transferTo(client.getOutputStream());
            }
            case Fault.None() -> {
                send(head, in, upstream, length);
                upstream.getInputStream().transferTo(client.getOutputStream());
            }
        }
    }

    private void send(List<String> head, InputStream body, Socket upstream, long bytes) throws IOException {
        upstream.connect(server);
        List<String> lines = new ArrayList<>(head);
        lines.removeIf(line -> isNamed(line, "connection") || isNamed(line, "expect"));
        lines.add("Connection: close");
        OutputStream out = upstream.getOutputStream();
        out.write(text(lines));
        copy(body, out, bytes);
        out.flush();
    }

    private static void refuse(OutputStream out, int status, String code) throws IOException {
        byte[] body =
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>as planned</Message></Error>"
                        .formatted(code)
                        .getBytes(UTF_8);
        out.write(text(List.of(
                "HTTP/1.1 " + status + " Planned",
                "Content-Type: application/xml",
                "Content-Length: " + body.length,
                "Connection: close")));
        out.write(body);
    }

    private static List<String> head(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int ends = 0;
        while (ends < 4) {
            int next = in.read();
            if (next < 0 || bytes.size() > LARGEST_HEAD) {
                throw new EOFException();
            }
            bytes.write(next);
            ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : next == '\r' ? 1 : 0;
        }
        return List.of(bytes.toString(ISO_8859_1).strip().split("\r\n"));
    }

    private static byte[] text(List<String> head) {
        return (String.join("\r\n", head) + "\r\n\r\n").getBytes(ISO_8859_1);
    }

    private static boolean isNamed(String line, String name) {
        return line.toLowerCase(Locale.ROOT).startsWith(name + ":");
    }

    private static boolean has(List<String> head, String name, String value) {
        return head.stream()
                .anyMatch(line -> isNamed(line, name)
                        && line.substring(name.length() + 1).strip().equalsIgnoreCase(value));
    }

    private static long length(List<String> head) {
        return head.stream()
                .filter(line -> isNamed(line, "content-length"))
                .map(line -> line.substring("content-length:".length()).strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    private static void copy(InputStream from, OutputStream to, long bytes) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (long left = bytes; left > 0; ) {
            int count = from.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (count < 0) {
                return;
            }
            to.write(buffer, 0, count);
            left -= count;
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (SocketException alreadyClosed) {
            open.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
