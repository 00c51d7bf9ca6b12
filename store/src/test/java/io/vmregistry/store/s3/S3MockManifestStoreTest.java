package io.vmregistry.store.s3;

import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.ManifestStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class S3MockManifestStoreTest extends ManifestStoreContract {
    @TempDir
    Path spool;

    private final String bucket = S3Server.newBucket();

    @Override
    protected ManifestStore open() {
        return S3MockServer.SERVER.open(bucket, spool).manifests();
    }
}
