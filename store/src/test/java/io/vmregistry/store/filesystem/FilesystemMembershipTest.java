package io.vmregistry.store.filesystem;

import io.vmregistry.store.membership.Membership;
import io.vmregistry.store.membership.MembershipContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FilesystemMembershipTest extends MembershipContract {
    @TempDir
    Path root;

    @Override
    protected Membership open() {
        return new FilesystemMembership(root, Durability.FSYNC);
    }
}
