package io.vmregistry.e2e.benchmark.registry;

import io.vmregistry.e2e.process.ObjectStoreServer;
import io.vmregistry.e2e.process.PeerRegistry.Storage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What both registries keep their content in: files, or two buckets of one object store.
 *
 * @param url the object store's; empty: files
 * @param started an object store that ends with this
 */
record Backend(Optional<URI> url, Optional<ObjectStoreServer> started) implements AutoCloseable {

    private static final String BUCKET = "ours";
    private static final String PEER_BUCKET = "peer";

    /**
     * @param text {@code files}; {@code s3} for S3Proxy over files; or the address of an object store that runs, knows the keys of
     *     {@link ObjectStoreServer} and has a bucket {@code peer}
     */
    static Backend of(String text, Path directory, Path logs) throws IOException {
        return switch (text) {
            case "files" -> new Backend(Optional.empty(), Optional.empty());
            case "s3" -> start(directory, logs);
            default -> new Backend(Optional.of(URI.create(text)), Optional.empty());
        };
    }

    private static Backend start(Path directory, Path logs) throws IOException {
        Path content = directory.resolve("objects");
        // A bucket is a folder of the object store; docker-registry makes none.
        Files.createDirectories(content.resolve(PEER_BUCKET));
        ObjectStoreServer server = ObjectStoreServer.start(content, logs.resolve("objects.log"));
        return new Backend(Optional.of(server.url()), Optional.of(server));
    }

    /** Flags for our registry; on files it is told its folder anyway. */
    List<String> ours() {
        return url.map(address -> List.of(
                        "-storage",
                        "s3",
                        "-s3-bucket",
                        BUCKET,
                        "-s3-endpoint",
                        address.toString(),
                        "-s3-access-key",
                        ObjectStoreServer.ACCESS_KEY,
                        "-s3-secret-key",
                        ObjectStoreServer.SECRET_KEY))
                .orElse(List.of());
    }

    Storage peer(Path directory) {
        return url.map(address -> Storage.bucket(
                        address, ObjectStoreServer.ACCESS_KEY, ObjectStoreServer.SECRET_KEY, PEER_BUCKET))
                .orElseGet(() -> Storage.files(directory.resolve("content")));
    }

    @Override
    public void close() {
        started.ifPresent(ObjectStoreServer::close);
    }
}
