package io.vmregistry.e2e.benchmark.registry;

import io.vmregistry.e2e.process.ObjectStoreServer;
import io.vmregistry.e2e.process.PeerRegistry.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What both registries keep their content in: files, or two buckets of one object store, which keeps them in files. */
record Backend(Optional<ObjectStoreServer> objects) implements AutoCloseable {

    private static final String BUCKET = "ours";
    private static final String PEER_BUCKET = "peer";

    static Backend files() {
        return new Backend(Optional.empty());
    }

    static Backend bucket(Path directory, Path logs) throws IOException {
        Path content = directory.resolve("objects");
        // A bucket is a folder of the object store; docker-registry makes none.
        Files.createDirectories(content.resolve(PEER_BUCKET));
        return new Backend(Optional.of(ObjectStoreServer.start(content, logs.resolve("objects.log"))));
    }

    /** Flags for our registry; on files it is told its folder anyway. */
    List<String> ours() {
        return objects.map(server -> List.of(
                        "-storage",
                        "s3",
                        "-s3-bucket",
                        BUCKET,
                        "-s3-endpoint",
                        server.url().toString(),
                        "-s3-access-key",
                        ObjectStoreServer.ACCESS_KEY,
                        "-s3-secret-key",
                        ObjectStoreServer.SECRET_KEY))
                .orElse(List.of());
    }

    Storage peer(Path directory) {
        return objects.map(server -> Storage.bucket(
                        server.url(), ObjectStoreServer.ACCESS_KEY, ObjectStoreServer.SECRET_KEY, PEER_BUCKET))
                .orElseGet(() -> Storage.files(directory.resolve("content")));
    }

    @Override
    public void close() {
        objects.ifPresent(ObjectStoreServer::close);
    }
}
