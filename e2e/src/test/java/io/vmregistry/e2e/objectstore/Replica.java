package io.vmregistry.e2e.objectstore;

import io.vmregistry.e2e.process.ObjectStoreServer;
import io.vmregistry.e2e.process.RegistryServer;
import io.vmregistry.e2e.process.TemporaryFolder;
import java.net.URI;
import java.util.stream.Stream;

/** A registry without authentication that keeps its content in the bucket of the tests. */
final class Replica {

    static final String BUCKET = "images";

    private Replica() {}

    /**
     * Starts one.
     *
     * @param endpoint where the object store is reached
     */
    static RegistryServer start(TemporaryFolder folder, String name, URI endpoint, String... more) {
        String[] flags = {
            "-storage",
            "s3",
            "-s3-bucket",
            BUCKET,
            "-s3-endpoint",
            endpoint.toString(),
            "-s3-access-key",
            ObjectStoreServer.ACCESS_KEY,
            "-s3-secret-key",
            ObjectStoreServer.SECRET_KEY,
            "-s3-spool",
            folder.folder(name + "-spool").toString()
        };
        return RegistryServer.startOpen(
                folder.folder(name),
                folder.folder(name).resolve("unused"),
                folder.path().resolve(name + ".log"),
                Stream.of(flags, more).flatMap(Stream::of).toArray(String[]::new));
    }
}
