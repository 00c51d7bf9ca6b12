package io.vmregistry.lsp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.lsp.image.ImageNames;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client's session with the server over the wire format, both ends real. */
class StdioSessionTest {

    private static final String GOOD = """
            apiVersion: vmregistry.io/v1alpha1
            kind: VMFile
            metadata:
              name: me/web
            spec:
              diskImage: disk.qcow2
              diskFormat: qcow2
              resources:
                cpu: 2
                memory: 1GiB
            """;

    private final Published published = new Published();
    private LanguageServer server;
    private InitializeResult initialized;

    @BeforeEach
    void connect() throws Exception {
        // Pipes of the system, not of java.io: those want a writer's thread to live on.
        Pipe toServer = Pipe.open();
        Pipe toClient = Pipe.open();
        InputStream serverIn = Channels.newInputStream(toServer.source());
        OutputStream clientOut = Channels.newOutputStream(toServer.sink());
        InputStream clientIn = Channels.newInputStream(toClient.source());
        OutputStream serverOut = Channels.newOutputStream(toClient.sink());
        VmLanguageServer real = new VmLanguageServer(Map.of(), ImageNames.none(), () -> {});
        Launcher<LanguageClient> serverSide = LSPLauncher.createServerLauncher(real, serverIn, serverOut);
        real.connect(serverSide.getRemoteProxy());
        serverSide.startListening();
        Launcher<LanguageServer> clientSide = LSPLauncher.createClientLauncher(published, clientIn, clientOut);
        clientSide.startListening();
        server = clientSide.getRemoteProxy();
        initialized = server.initialize(new InitializeParams()).get(10, TimeUnit.SECONDS);
    }

    @Test
    void announcesWhatItDoes() {
        assertThat(initialized.getServerInfo().getName()).isEqualTo("vmr-lsp");
        assertThat(initialized
                        .getCapabilities()
                        .getTextDocumentSync()
                        .getRight()
                        .getChange())
                .isEqualTo(TextDocumentSyncKind.Incremental);
        assertThat(initialized.getCapabilities().getCompletionProvider()).isNotNull();
    }

    @Test
    void aGoodFileHasNoDiagnostics() throws Exception {
        open("file:///work/VMFile", GOOD);

        assertThat(published.next().getDiagnostics()).isEmpty();
    }

    @Test
    void anEditIsDiagnosedWithItsCodeAndRange() throws Exception {
        open("file:///work/VMFile", GOOD);
        published.next();

        change("file:///work/VMFile", 2, new Range(new Position(8, 9), new Position(8, 10)), "many");

        PublishDiagnosticsParams diagnosed = published.next();
        assertThat(diagnosed.getVersion()).isEqualTo(2);
        assertThat(diagnosed.getDiagnostics()).hasSize(1);
        Diagnostic diagnostic = diagnosed.getDiagnostics().getFirst();
        assertThat(diagnostic.getRange()).isEqualTo(new Range(new Position(8, 9), new Position(8, 13)));
        assertThat(diagnostic.getCode().getLeft()).matches("VM[FY]\\d{3}");

        change("file:///work/VMFile", 3, new Range(new Position(8, 9), new Position(8, 13)), "4");

        assertThat(published.next().getDiagnostics()).isEmpty();
    }

    @Test
    void aComposeFileIsCheckedAsOne() throws Exception {
        open("file:///work/lab.vmcompose.yaml", """
                apiVersion: vmregistry.io/v1alpha1
                services:
                  web:
                    image: me/web:latest
                    dependsOn: [db]
                """);

        assertThat(published.next().getDiagnostics())
                .singleElement()
                .satisfies(found -> assertThat(found.getMessage().getLeft()).contains("db"));
    }

    @Test
    void aForeignFileIsLeftAlone() throws Exception {
        open("file:///work/deployment.yaml", "kind: Deployment\nspec: 3\n");

        assertThat(published.next().getDiagnostics()).isEmpty();
    }

    @Test
    void closingClearsTheDiagnostics() throws Exception {
        open("file:///work/VMFile", "apiVersion: nonsense\n");
        assertThat(published.next().getDiagnostics()).isNotEmpty();

        server.getTextDocumentService()
                .didClose(new DidCloseTextDocumentParams(new TextDocumentIdentifier("file:///work/VMFile")));

        assertThat(published.next().getDiagnostics()).isEmpty();
    }

    private void open(String uri, String text) {
        server.getTextDocumentService()
                .didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(uri, "yaml", 1, text)));
    }

    private void change(String uri, int version, Range range, String text) {
        server.getTextDocumentService()
                .didChange(new DidChangeTextDocumentParams(
                        new VersionedTextDocumentIdentifier(uri, version),
                        List.of(new TextDocumentContentChangeEvent(range, text))));
    }

    private static final class Published implements LanguageClient {
        private final BlockingQueue<PublishDiagnosticsParams> queue = new LinkedBlockingQueue<>();

        PublishDiagnosticsParams next() throws InterruptedException {
            PublishDiagnosticsParams next = queue.poll(10, TimeUnit.SECONDS);
            assertThat(next).as("diagnostics within 10 seconds").isNotNull();
            return next;
        }

        @Override
        public void publishDiagnostics(PublishDiagnosticsParams diagnostics) {
            queue.add(diagnostics);
        }

        @Override
        public void telemetryEvent(Object event) {
            throw new AssertionError("the server sends no telemetry");
        }

        @Override
        public void showMessage(MessageParams message) {
            throw new AssertionError("unexpected message: " + message);
        }

        @Override
        public CompletableFuture<MessageActionItem> showMessageRequest(ShowMessageRequestParams request) {
            throw new AssertionError("unexpected request: " + request);
        }

        @Override
        public void logMessage(MessageParams message) {
            throw new AssertionError("unexpected log: " + message);
        }
    }
}
