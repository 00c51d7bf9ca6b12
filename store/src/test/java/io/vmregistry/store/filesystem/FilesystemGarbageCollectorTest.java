package io.vmregistry.store.filesystem;

import io.vmregistry.store.gc.GarbageCollectorContract;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

class FilesystemGarbageCollectorTest extends GarbageCollectorContract {
    @TempDir
    Path root;

    @Override
    protected Stores open(Clock clock) {
        return new Stores(
                new FilesystemBlobStore(root, Durability.NONE, clock),
                new FilesystemManifestStore(root, Durability.NONE),
                new FilesystemMembership(root, Durability.NONE, clock));
    }
}
