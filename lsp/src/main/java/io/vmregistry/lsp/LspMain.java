package io.vmregistry.lsp;

import io.vmregistry.lsp.image.DaemonImages;
import io.vmregistry.lsp.image.ImageNames;
import io.vmregistry.lsp.image.RegistryImages;
import io.vmregistry.lsp.image.RememberedImages;
import io.vmregistry.lsp.image.SeveralImages;
import io.vmregistry.lsp.image.UserContext;
import io.vmregistry.lsp.server.VmLanguageServer;
import io.vmregistry.lsp.wire.Connection;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.services.LanguageClient;

/** {@code vmr-lsp}: speaks the language server protocol over standard input and output, until the client closes it. */
public final class LspMain {

    private static final Logger LOG = Logger.getLogger(LspMain.class.getName());

    private static final Pattern URI = Pattern.compile("\"uri\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*+)\"");

    private static final Duration DAEMON_IS_ASKED = Duration.ofSeconds(30);

    /** Asking one costs a request for each of its repositories. */
    private static final Duration REGISTRY_IS_ASKED = Duration.ofMinutes(5);

    private static final String USAGE = """
            vmr-lsp: the language server for VMFile and VMCompose files
            It speaks LSP 3.17 over standard input and output; editors start it. It takes no arguments.
            """;

    private LspMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length > 0 && !arguments[0].equals("--stdio")) {
            boolean asked = arguments[0].equals("--help") || arguments[0].equals("-h");
            (asked ? System.out : System.err).print(asked ? USAGE : "unknown argument: " + arguments[0] + "\n" + USAGE);
            System.exit(asked ? 0 : 2);
        }
        InputStream input = System.in;
        OutputStream output = System.out;
        // Standard output belongs to the protocol: whatever prints goes to the editor's log.
        System.setOut(System.err);
        CountDownLatch end = new CountDownLatch(1);
        VmLanguageServer server = new VmLanguageServer(System.getenv(), images(), end::countDown);
        Launcher<LanguageClient> launcher = Connection.of(server, input, output, head -> refuse(server, head));
        server.connect(launcher.getRemoteProxy());
        Future<Void> listening = launcher.startListening();
        Thread.ofVirtual().start(() -> awaitEnd(listening, end));
        end.await();
        System.exit(server.exitCode());
    }

    private static ImageNames images() {
        UserContext user = new UserContext(System.getenv(), Path.of(System.getProperty("user.home")));
        Clock clock = Clock.systemUTC();
        return new SeveralImages(List.of(
                remembered(new DaemonImages(user), clock, DAEMON_IS_ASKED),
                remembered(new RegistryImages(user, clock), clock, REGISTRY_IS_ASKED)));
    }

    private static ImageNames remembered(RememberedImages.Source source, Clock clock, Duration holds) {
        return new RememberedImages(source, task -> Thread.ofVirtual().start(task), clock, holds);
    }

    private static void refuse(VmLanguageServer server, String head) {
        Matcher uri = URI.matcher(head);
        if (uri.find()) {
            server.refuse(uri.group(1).replace("\\/", "/"));
        } else {
            LOG.warning("a message was passed over because it is too large");
        }
    }

    /** The input's end is the client's. */
    private static void awaitEnd(Future<Void> listening, CountDownLatch end) {
        try {
            listening.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.log(Level.SEVERE, "Tried to read the client's messages but failed", e.getCause());
        } finally {
            end.countDown();
        }
    }
}
