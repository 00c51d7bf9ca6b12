package io.vmregistry.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Debian's {@code docker-registry}: another implementation of the same protocol, to be compared with. */
public final class PeerRegistry implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");
    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");

    private final ServerProcess process;
    private final int port;

    private PeerRegistry(ServerProcess process) {
        this.process = process;
        this.port = Integer.parseInt(process.awaitReady().group(1));
    }

    /** Whom it believes: tokens of this issuer, signed with a key that this certificate vouches for. */
    public record Trust(String issuer, String audience, Path certificates) {}

    /**
     * Starts one on a free port, and waits until it serves.
     *
     * @param directory for its configuration
     * @param store for its content
     * @param trust empty for a registry that lets everybody do everything
     */
    public static PeerRegistry start(Path directory, Path store, Optional<Trust> trust, Path log) {
        if (Files.notExists(PROGRAM)) {
            throw new IllegalStateException("Tried to start " + PROGRAM
                    + " but failed because it is not there. Install the package docker-registry.");
        }
        Path configuration = directory.resolve("docker-registry.yml");
        try {
            Files.writeString(configuration, configuration(store, trust));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PeerRegistry(ServerProcess.start(
                new ServerProcess.Command(
                        PROGRAM, List.of("serve", configuration.toString()), Map.of(), directory, LISTENING),
                log));
    }

    private static String configuration(Path store, Optional<Trust> trust) {
        String auth = trust.map(it -> """
                        auth:
                          token:
                            realm: http://127.0.0.1/token
                            service: %s
                            issuer: %s
                            rootcertbundle: %s
                        """.formatted(it.audience(), it.issuer(), it.certificates()))
                .orElse("");
        return """
                version: 0.1
                log:
                  level: info
                  accesslog:
                    disabled: true
                storage:
                  cache:
                    blobdescriptor: inmemory
                  filesystem:
                    rootdirectory: %s
                  delete:
                    enabled: true
                http:
                  addr: 127.0.0.1:0
                """.formatted(store) + auth;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public ServerProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
