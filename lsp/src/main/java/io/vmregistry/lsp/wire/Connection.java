package io.vmregistry.lsp.wire;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.MessageProducer;
import org.eclipse.lsp4j.jsonrpc.RemoteEndpoint;
import org.eclipse.lsp4j.jsonrpc.json.ConcurrentMessageProcessor;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.jspecify.annotations.Nullable;

/** The library's launcher over a stream that no message can bring out of step. */
public final class Connection extends LSPLauncher.Builder<LanguageClient> {

    /** A text of 4 MiB, the largest that is read, with escapes. */
    private static final long LARGEST_MESSAGE = 16 << 20;

    private final InputStream bounded;
    private @Nullable MessageJsonHandler json;
    private @Nullable RemoteEndpoint endpoint;

    private Connection(InputStream bounded) {
        this.bounded = bounded;
    }

    /** @param refused is given the beginning of a message that is too large to be read */
    public static Launcher<LanguageClient> of(
            LanguageServer server, InputStream in, OutputStream out, Consumer<String> refused) {
        Connection connection = new Connection(new BoundedMessages(in, LARGEST_MESSAGE, refused));
        return connection
                .setLocalService(server)
                .setRemoteInterface(LanguageClient.class)
                .setInput(in)
                .setOutput(out)
                .create();
    }

    @Override
    protected MessageJsonHandler createJsonHandler() {
        json = super.createJsonHandler();
        return json;
    }

    @Override
    protected RemoteEndpoint createRemoteEndpoint(MessageJsonHandler handler) {
        endpoint = super.createRemoteEndpoint(handler);
        return endpoint;
    }

    @Override
    protected ConcurrentMessageProcessor createMessageProcessor(
            MessageProducer reader, MessageConsumer consumer, LanguageClient client) {
        return super.createMessageProcessor(
                new WholeMessages(bounded, requireNonNull(json), requireNonNull(endpoint)), consumer, client);
    }
}
