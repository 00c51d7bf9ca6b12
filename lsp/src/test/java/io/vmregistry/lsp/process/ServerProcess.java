package io.vmregistry.lsp.process;

import io.vmregistry.lsp.LspMain;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The real server in a process of its own, spoken to in bytes. */
final class ServerProcess implements AutoCloseable {

    private static final int SECONDS = 60;

    private final Process process;
    private final OutputStream out;
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

    ServerProcess() throws IOException {
        process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LspMain.class.getName()))
                .redirectError(Redirect.DISCARD)
                .start();
        out = process.getOutputStream();
        Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
        try (InputStream in = new BufferedInputStream(process.getInputStream())) {
            int length = 0;
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c != '\n') {
                    line.append((char) c);
                    continue;
                }
                String header = line.toString().strip();
                line.setLength(0);
                if (header.startsWith("Content-Length:")) {
                    length = Integer.parseInt(
                            header.substring("Content-Length:".length()).strip());
                } else if (header.isEmpty()) {
                    messages.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
                } else if (!header.startsWith("Content-Type:")) {
                    messages.add("NO HEADER: " + header);
                }
            }
        } catch (IOException e) {
            messages.add("READ FAILED: " + e);
        }
    }

    void send(String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        bytes("Content-Length: %d\r\n\r\n".formatted(body.length).getBytes(StandardCharsets.US_ASCII));
        bytes(body);
    }

    void bytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void initialize() throws IOException, InterruptedException {
        send("""
                {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}""");
        await(message -> message.contains("\"id\":0"));
        send("{\"jsonrpc\":\"2.0\",\"method\":\"initialized\",\"params\":{}}");
    }

    /** The next message that fits; those before it are dropped. */
    String await(Predicate<String> wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end) {
            String message = messages.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (message != null && wanted.test(message)) {
                return message;
            }
        }
        throw new AssertionError("no such message within %d seconds; the server %s"
                .formatted(SECONDS, process.isAlive() ? "lives" : "ended with " + process.exitValue()));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void closeInput() throws IOException {
        out.close();
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the server still runs");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }
}
