package io.vmregistry.e2e.benchmark.lsp;

import io.vmregistry.e2e.benchmark.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageServer;

/** One document that is edited with one server, over standard input and output. */
final class Editing implements AutoCloseable {

    private static final String URI = "file:///work/lab.vmcompose.yaml";

    private final Duration patience;
    private final Process process;
    private final LanguageServer server;
    private final Awaited awaited;
    private final long started = System.nanoTime();
    private int version = 1;

    private Editing(Contender contender, Duration patience) throws IOException {
        this.patience = patience;
        this.awaited = new Awaited(URI, contender.settings());
        this.process = new ProcessBuilder(contender.command())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Launcher<LanguageServer> launcher =
                LSPLauncher.createClientLauncher(awaited, process.getInputStream(), process.getOutputStream());
        launcher.startListening();
        this.server = launcher.getRemoteProxy();
    }

    /** Starts a server and makes it ready for documents. */
    static Editing start(Contender contender, Duration patience) throws Exception {
        Editing editing = new Editing(contender, patience);
        InitializeParams parameters = new InitializeParams();
        parameters.setProcessId((int) ProcessHandle.current().pid());
        parameters.setCapabilities(new ClientCapabilities());
        editing.await(editing.server.initialize(parameters));
        editing.server.initialized(new InitializedParams());
        editing.server
                .getWorkspaceService()
                .didChangeConfiguration(new DidChangeConfigurationParams(contender.settings()));
        return editing;
    }

    /** Opens a document that is right; the time from the process's start to its diagnostics. */
    Duration open(String text) throws Exception {
        CompletableFuture<Void> found = awaited.diagnostics(0);
        server.getTextDocumentService()
                .didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(URI, "yaml", version, text)));
        await(found);
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** Types one letter that makes the document wrong, or takes it away again; the time until the server has said so. */
    Duration keystroke(Position at, boolean wrong) throws Exception {
        CompletableFuture<Void> found = awaited.diagnostics(wrong ? 1 : 0);
        long begun = System.nanoTime();
        Position behind = new Position(at.getLine(), at.getCharacter() + 1);
        change(wrong ? new Range(at, at) : new Range(at, behind), wrong ? "x" : "");
        await(found);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Begins a key on a new line and asks at once what it may become; the time from the letter to the answer. */
    Completed complete(Position at) throws Exception {
        Position behind = new Position(at.getLine() + 1, "    r".length());
        long begun = System.nanoTime();
        change(new Range(at, at), "\n    r");
        var answer = await(server.getTextDocumentService()
                .completion(new CompletionParams(new TextDocumentIdentifier(URI), behind)));
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);
        List<String> labels = (answer.isLeft()
                        ? answer.getLeft()
                        : answer.getRight().getItems())
                .stream().map(item -> item.getLabel()).toList();
        CompletableFuture<Void> right = awaited.diagnostics(0);
        change(new Range(at, behind), "");
        await(right);
        return new Completed(taken, labels);
    }

    record Completed(Duration taken, List<String> labels) {
        Completed {
            labels = List.copyOf(labels);
        }
    }

    /** Memory that the server's process has resident, and the most that it ever had, in MiB. */
    Map.Entry<Long, Long> memory() throws IOException {
        return Map.entry(Usage.residentOf(process.pid()), Usage.peakOf(process.pid()));
    }

    private void change(Range range, String text) {
        version++;
        awaited.version(version);
        server.getTextDocumentService()
                .didChange(new DidChangeTextDocumentParams(
                        new VersionedTextDocumentIdentifier(URI, version),
                        List.of(new TextDocumentContentChangeEvent(range, text))));
    }

    private <T> T await(CompletableFuture<T> answer) throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(patience.toSeconds(), TimeUnit.SECONDS);
    }

    /** Ends the server without its leave: one that is busy for minutes would not hear of it. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
