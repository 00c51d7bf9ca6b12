package io.vmregistry.e2e.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a program prints, as it comes: kept, and awaited. A line need not have ended to be seen. */
public final class Output {

    private record Waiting(Pattern pattern, CompletableFuture<MatchResult> found) {}

    private final StringBuilder text = new StringBuilder();
    private final List<Waiting> waiting = new ArrayList<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private Output() {}

    /** Reads everything that comes until its end. */
    static Output of(InputStream stream) {
        return reading(stream, Writer.nullWriter());
    }

    /** As {@link #of(InputStream)}, and appends it to a file. */
    static Output of(InputStream stream, Path file) throws IOException {
        return reading(stream, Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    private static Output reading(InputStream stream, Writer kept) {
        Output output = new Output();
        Thread.ofVirtual().name("output").start(() -> output.read(stream, kept));
        return output;
    }

    private void read(InputStream stream, Writer copy) {
        char[] buffer = new char[8192];
        try (Reader source = new InputStreamReader(stream, UTF_8);
                Writer kept = copy) {
            for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
                kept.write(buffer, 0, count);
                kept.flush();
                add(buffer, count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            finish();
        }
    }

    private synchronized void add(char[] buffer, int count) {
        text.append(buffer, 0, count);
        waiting.removeIf(one -> {
            Matcher matcher = one.pattern().matcher(text);
            return matcher.find() && one.found().complete(matcher.toMatchResult());
        });
    }

    private synchronized void finish() {
        waiting.forEach(one -> one.found().completeExceptionally(new EndedException(one.pattern())));
        waiting.clear();
        end.complete(null);
    }

    /** The first place where the pattern is found, before or after now; fails when the output ends without it. */
    public synchronized CompletableFuture<MatchResult> find(Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        if (matcher.find()) {
            return CompletableFuture.completedFuture(matcher.toMatchResult());
        }
        if (end.isDone()) {
            return CompletableFuture.failedFuture(new EndedException(pattern));
        }
        CompletableFuture<MatchResult> found = new CompletableFuture<>();
        waiting.add(new Waiting(pattern, found));
        return found;
    }

    /** How much there is so far; {@link #from} reads on from there. */
    public synchronized int length() {
        return text.length();
    }

    public synchronized String from(int position) {
        return text.substring(Math.min(position, text.length()));
    }

    void awaitEnd() {
        end.join();
    }

    /** All of it, when it has ended. */
    String whole() {
        awaitEnd();
        return from(0);
    }

    /** The output ended before the pattern was found. */
    static final class EndedException extends RuntimeException {
        EndedException(Pattern pattern) {
            super("the program's output ended without a match of " + pattern);
        }
    }
}
