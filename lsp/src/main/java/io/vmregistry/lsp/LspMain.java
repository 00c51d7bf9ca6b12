package io.vmregistry.lsp;

import io.vmregistry.lsp.server.VmLanguageServer;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;

/** {@code vmr-lsp}: speaks the language server protocol over standard input and output, until the client closes it. */
public final class LspMain {

    private static final String USAGE = """
            vmr-lsp: the language server for VMFile and VMCompose files
            It speaks LSP 3.17 over standard input and output; editors start it. It takes no arguments.
            """;

    private LspMain() {}

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        if (arguments.length > 0 && !arguments[0].equals("--stdio")) {
            boolean asked = arguments[0].equals("--help") || arguments[0].equals("-h");
            (asked ? System.out : System.err).print(asked ? USAGE : "unknown argument: " + arguments[0] + "\n" + USAGE);
            System.exit(asked ? 0 : 2);
        }
        InputStream input = System.in;
        OutputStream output = System.out;
        // Standard output belongs to the protocol: whatever prints goes to the editor's log.
        System.setOut(System.err);
        VmLanguageServer server = new VmLanguageServer();
        Launcher<LanguageClient> launcher = LSPLauncher.createServerLauncher(server, input, output);
        server.connect(launcher.getRemoteProxy());
        launcher.startListening().get();
        System.exit(server.exitCode());
    }
}
