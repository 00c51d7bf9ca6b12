package io.vmregistry.store.s3;

import io.vmregistry.store.referrer.ReferrerIndex;
import io.vmregistry.store.referrer.ReferrerIndexContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class S3ProxyReferrerIndexTest extends ReferrerIndexContract {
    @TempDir
    Path spool;

    private final String bucket = S3Server.newBucket();

    @Override
    protected ReferrerIndex open() {
        return S3ProxyServer.SERVER.open(bucket, spool).referrers();
    }
}
