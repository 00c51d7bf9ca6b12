package io.vmregistry.e2e.badinput;

import static io.vmregistry.e2e.badinput.Complaints.FAILED;
import static io.vmregistry.e2e.badinput.Complaints.assertNothingHalfWritten;
import static io.vmregistry.e2e.badinput.Complaints.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.image.DiskImages;
import io.vmregistry.e2e.invariant.StoreInvariants;
import io.vmregistry.e2e.process.Account;
import io.vmregistry.e2e.process.Deployed;
import io.vmregistry.e2e.process.Deployment;
import io.vmregistry.e2e.process.Deployment.Plan;
import io.vmregistry.e2e.process.Vmr;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Stores whose disk is full: the daemon's at import and pull, the registry's at push. */
class FullDiskIT {

    private static final int DISK_MEBIBYTES = 24;
    private static final int IMAGE_MEBIBYTES = 32;
    private static final int ROOMY_MEBIBYTES = 128;

    @RegisterExtension
    static final Deployed DEPLOYED = Deployed.of(Plan.SIMULATED.onSmallDisks(DISK_MEBIBYTES));

    @TempDir
    Path folder;

    @Test
    void isToldAsSuchLeavesNothingAndTheSameCommandsWorkWhenThereIsRoom() {
        Deployment deployment = DEPLOYED.get();
        Vmr vmr = deployment.newUser();
        Account account = Account.random().ready(vmr);
        Path disk = DiskImages.raw(folder.resolve("disk.raw"), IMAGE_MEBIBYTES, 3);
        Path vmFile = DiskImages.vmFile(folder.resolve("disk.VMFile"), account.image("large"), disk, "raw");
        String image = account.image("large:latest");

        assertRefused(vmr.run("import", vmFile.toString()), FAILED, "space");
        assertNothingHalfWritten(deployment);
        deployment.daemonDisk().resize(ROOMY_MEBIBYTES);
        vmr.ok("import", vmFile.toString());

        assertRefused(vmr.run("push", image), FAILED, "space");
        assertNothingHalfWritten(deployment);
        deployment.registryDisk().resize(ROOMY_MEBIBYTES);
        vmr.ok("push", image);

        vmr.ok("rmi", image);
        // What was removed is free again, so that the disk can be made as small as it was.
        deployment.daemonDisk().resize(DISK_MEBIBYTES);
        assertRefused(vmr.run("pull", image), FAILED, "space");
        assertThat(StoreInvariants.of(deployment.daemon().store()).violations()).isEmpty();
        deployment.daemonDisk().resize(ROOMY_MEBIBYTES);
        vmr.ok("pull", image);
        assertNothingHalfWritten(deployment);
    }
}
