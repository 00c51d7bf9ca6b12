package io.vmregistry.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.vertx.http.HttpServer;
import io.vmregistry.store.StoreException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The server's entry point: flags first, so that a wrong one is told before anything starts. */
@QuarkusMain
public final class RegistryServer {

    private static final int USAGE = 2;

    /**
     * What the AWS SDK is told by system properties alone. Checksums beyond a request's signature are an extension that
     * compatible stores lack, and content is known by its digest; an object store that asks to slow down is asked again.
     */
    private static final Map<String, String> OBJECT_STORE = Map.of(
            "aws.requestChecksumCalculation", "when_required",
            "aws.responseChecksumValidation", "when_required",
            "aws.maxAttempts", "5");

    private RegistryServer() {}

    public static void main(String... arguments) {
        Optional<Integer> exit = prepare(
                System.getenv(),
                new PrintWriter(System.out, true, UTF_8),
                new PrintWriter(System.err, true, UTF_8),
                arguments);
        if (exit.isPresent()) {
            System.exit(exit.get());
        }
        Quarkus.run(application(arguments), RegistryServer::exit, arguments);
    }

    private static Class<? extends QuarkusApplication> application(String... arguments) {
        return GarbageCollection.isAskedFor(arguments) ? GarbageCollection.class : Running.class;
    }

    /** Says where it listens, and goes on until somebody stops it. */
    static final class Running implements QuarkusApplication {

        private static final Logger LOG = Logger.getLogger(Running.class);

        private final HttpServer http;
        private final String host;

        Running(HttpServer http, @ConfigProperty(name = "quarkus.http.host") String host) {
            this.http = http;
            this.host = host;
        }

        @Override
        public int run(String... arguments) throws URISyntaxException {
            LOG.infof("Listening on: %s", address());
            Quarkus.waitForExit();
            return 0;
        }

        /** With a certificate it is HTTPS and nothing else. */
        private URI address() throws URISyntaxException {
            boolean isPlain = http.getPort() >= 0;
            return new URI(
                    isPlain ? "http" : "https",
                    null,
                    host,
                    isPlain ? http.getPort() : http.getSecurePort(),
                    null,
                    null,
                    null);
        }
    }

    /** Turns flags into properties; holds an exit code when there is nothing to run. */
    static Optional<Integer> prepare(
            Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
        if (GarbageCollection.isAskedFor(arguments)) {
            return prepare(environment, out, err, new CollectionFlags(), GarbageCollection.flags(arguments));
        }
        return prepare(environment, out, err, new ServerFlags(), arguments);
    }

    private static Optional<Integer> prepare(
            Map<String, String> environment, PrintWriter out, PrintWriter err, ServerFlags flags, String... arguments) {
        CommandLine line = GarbageCollection.line(flags);
        try {
            ParseResult parsed = line.parseArgs(arguments);
            if (parsed.isUsageHelpRequested()) {
                line.usage(out);
                return Optional.of(0);
            }
            if (parsed.isVersionHelpRequested()) {
                out.println("vm-registry-server " + version());
                return Optional.of(0);
            }
        } catch (ParameterException e) {
            err.println(e.getMessage());
            err.println("Run vm-registry-server --help for the flags.");
            return Optional.of(USAGE);
        }
        Optional<String> refusal = flags.refusal(environment);
        if (refusal.isPresent()) {
            err.println(refusal.get());
            return Optional.of(USAGE);
        }
        flags.properties().forEach(System::setProperty);
        OBJECT_STORE.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        return Optional.empty();
    }

    private static String version() {
        String version = RegistryServer.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** A store says itself what to do; otherwise the innermost cause does, and those around it say where it was noticed. */
    private static void exit(int code, @Nullable Throwable failure) {
        if (failure == null) {
            System.exit(code);
            return;
        }
        List<Throwable> causes = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(20)
                .filter(cause -> cause.getMessage() != null)
                .toList();
        String reason = causes.stream()
                .filter(StoreException.class::isInstance)
                .findFirst()
                .or(() -> causes.isEmpty() ? Optional.empty() : Optional.of(causes.getLast()))
                .map(Throwable::getMessage)
                .orElseGet(() -> "the server ended without saying why: "
                        + failure.getClass().getName());
        System.err.println(reason);
        System.exit(1);
    }
}
