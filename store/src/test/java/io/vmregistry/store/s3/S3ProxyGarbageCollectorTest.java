package io.vmregistry.store.s3;

import io.vmregistry.store.gc.GarbageCollectorContract;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

class S3ProxyGarbageCollectorTest extends GarbageCollectorContract {
    @TempDir
    Path spool;

    private final String bucket = S3Server.newBucket();

    @Override
    protected Stores open(Clock clock) {
        S3Store store = S3ProxyServer.SERVER.open(bucket, spool, clock);
        return new Stores(store.blobs(), store.manifests(), store.membership());
    }
}
