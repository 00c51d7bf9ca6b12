package io.vmregistry.e2e.badinput;

import static io.vmregistry.e2e.badinput.Complaints.INTERRUPTED;
import static io.vmregistry.e2e.badinput.Complaints.assertNothingHalfWritten;
import static io.vmregistry.e2e.badinput.Complaints.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.fault.CuttingProxy;
import io.vmregistry.e2e.fault.CuttingProxy.Direction;
import io.vmregistry.e2e.image.DiskImages;
import io.vmregistry.e2e.invariant.StoreInvariants;
import io.vmregistry.e2e.process.Account;
import io.vmregistry.e2e.process.Deployed;
import io.vmregistry.e2e.process.Deployment;
import io.vmregistry.e2e.process.Vmr;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C when half of the disk has gone over the wire. */
class InterruptedIT {

    private static final int MEBIBYTES = 48;
    private static final long HALF = (long) MEBIBYTES << 19;

    @RegisterExtension
    static final Deployed DEPLOYED = Deployed.shared();

    @TempDir
    Path folder;

    private Deployment deployment;
    private Vmr vmr;
    private String image;
    private Path vmFile;

    @BeforeEach
    void prepare() {
        deployment = DEPLOYED.get();
        vmr = deployment.newUser();
        Account account = Account.random().ready(vmr);
        Path disk = DiskImages.raw(
                folder.resolve("disk.raw"), MEBIBYTES, account.name().hashCode());
        vmFile = DiskImages.vmFile(folder.resolve("disk.VMFile"), account.image("half"), disk, "raw");
        image = account.image("half:latest");
    }

    /** The bytes behind the middle wait until the command has ended, so it cannot have got to its end before. */
    private Vmr.Outcome interrupted(CuttingProxy proxy, Direction direction, String... command) {
        CompletableFuture<Vmr.Running> started = new CompletableFuture<>();
        CompletableFuture<Void> reached = proxy.at(direction, HALF, () -> {
            Vmr.Running running = started.join();
            running.interrupt();
            running.ended().join();
        });
        Vmr.Running running = vmr.start("", command);
        started.complete(running);
        Vmr.Outcome outcome = running.await();
        assertThat(reached).as("the middle was reached: " + outcome).succeedsWithin(Duration.ofSeconds(30));
        return outcome;
    }

    @Test
    void anImportLeavesNothingAndWorksAfterwards() {
        assertRefused(
                interrupted(deployment.daemonProxy(), Direction.TO_SERVER, "import", vmFile.toString()),
                INTERRUPTED,
                "interrupted");
        assertNothingHalfWritten(deployment);
        assertThat(vmr.ok("images", "-o", "name").stdout()).doesNotContain(image);
        vmr.ok("import", vmFile.toString());
    }

    @Test
    void aPushAndAPullLeaveNothingHalfWrittenAndGoOnAfterwards() {
        vmr.ok("import", vmFile.toString());
        assertRefused(
                interrupted(deployment.registryProxy(), Direction.TO_SERVER, "push", image),
                INTERRUPTED,
                "interrupted");
        assertNothingHalfWritten(deployment);
        deployment.registryProxy().startCounting();
        vmr.ok("push", image);
        assertResumed(Direction.TO_SERVER);
        vmr.ok("rmi", image);

        assertRefused(
                interrupted(deployment.registryProxy(), Direction.TO_CLIENT, "pull", image),
                INTERRUPTED,
                "interrupted");
        assertThat(StoreInvariants.of(deployment.daemon().store()).violations()).isEmpty();
        assertThat(vmr.ok("images", "-o", "name").stdout()).doesNotContain(image);
        deployment.registryProxy().startCounting();
        vmr.ok("pull", image);
        assertResumed(Direction.TO_CLIENT);
        assertNothingHalfWritten(deployment);
    }

    /** The half that went before was not moved again; more than that half may have gone until the interrupt took hold. */
    private void assertResumed(Direction direction) {
        assertThat(deployment.registryProxy().bytes(direction)).isPositive().isLessThan(HALF + HALF / 2);
    }
}
