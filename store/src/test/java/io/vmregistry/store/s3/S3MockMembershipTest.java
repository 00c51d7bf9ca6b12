package io.vmregistry.store.s3;

import io.vmregistry.store.membership.Membership;
import io.vmregistry.store.membership.MembershipContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class S3MockMembershipTest extends MembershipContract {
    @TempDir
    Path spool;

    private final String bucket = S3Server.newBucket();

    @Override
    protected Membership open() {
        return S3MockServer.SERVER.open(bucket, spool).membership();
    }
}
