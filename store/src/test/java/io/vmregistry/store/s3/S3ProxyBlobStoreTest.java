package io.vmregistry.store.s3;

import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.BlobStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class S3ProxyBlobStoreTest extends BlobStoreContract {
    @TempDir
    Path spool;

    private final String bucket = S3Server.newBucket();

    @Override
    protected BlobStore open() {
        return S3ProxyServer.SERVER.open(bucket, spool).blobs();
    }
}
