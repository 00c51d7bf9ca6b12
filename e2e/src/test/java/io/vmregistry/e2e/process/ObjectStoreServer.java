package io.vmregistry.e2e.process;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An S3 server that keeps its objects in a folder, as a process of its own: {@code e2e/bin/object-store}. */
public final class ObjectStoreServer implements AutoCloseable {

    public static final String ACCESS_KEY = "test-access-key";
    public static final String SECRET_KEY = "test-secret-key";

    private final ServerProcess process;
    private final int port;

    private ObjectStoreServer(ServerProcess process) {
        this.process = process;
        this.port = Integer.parseInt(process.awaitReady().group(1));
    }

    public static ObjectStoreServer start(Path directory, Path log) {
        return new ObjectStoreServer(ServerProcess.start(
                new ServerProcess.Command(
                        Launchers.home().resolve("e2e/bin/object-store"),
                        List.of("0", directory.toString()),
                        Map.of(),
                        directory,
                        AuthServer.LISTENING),
                log));
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        process.close();
    }
}
