package io.vmregistry.e2e.badinput;

import static io.vmregistry.e2e.badinput.Complaints.DAEMON_UNREACHABLE;
import static io.vmregistry.e2e.badinput.Complaints.FAILED;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Daemon, registry or auth server are not there, from the start or from the middle on. */
class UnreachableIT {

    private static final int MEBIBYTES = 48;
    private static final long HALF = (long) MEBIBYTES << 19;

    @RegisterExtension
    static final Deployed DEPLOYED = Deployed.shared();

    @TempDir
    Path folder;

    private Deployment deployment;
    private CuttingProxy registry;
    private Vmr vmr;
    private Account account;
    private String image;
    private Path vmFile;

    @BeforeEach
    void importAnImage() {
        deployment = DEPLOYED.get();
        registry = deployment.registryProxy();
        vmr = deployment.newUser();
        account = Account.random().ready(vmr);
        Path disk = DiskImages.raw(
                folder.resolve("disk.raw"), MEBIBYTES, account.name().hashCode());
        vmFile = DiskImages.vmFile(folder.resolve("disk.VMFile"), account.image("far"), disk, "raw");
        image = account.image("far:latest");
        vmr.ok("import", vmFile.toString());
    }

    private void pushAndRemove() {
        vmr.ok("push", image);
        vmr.ok("rmi", image);
    }

    @Test
    void aLibraryThatCannotBeUnpackedIsNamedAsTheReason() {
        Vmr without = vmr.with("VM_REGISTRY_JAVA_OPTS", "-Dio.netty.native.workdir=" + vmFile.resolve("folder"));

        assertRefused(
                without.run("list"),
                DAEMON_UNREACHABLE,
                "native library",
                "Make room in the folder for temporary files");
    }

    @Test
    void aDaemonThatDoesNotRunIsToldSo() {
        Vmr nowhere = vmr.at(folder.resolve("none.sock"));
        assertRefused(nowhere.run("images"), DAEMON_UNREACHABLE, "none.sock");
        assertRefused(nowhere.run("push", image), DAEMON_UNREACHABLE, "none.sock");
        assertRefused(nowhere.run("import", vmFile.toString()), DAEMON_UNREACHABLE, "none.sock");
    }

    @Test
    void aDaemonThatDiedIsToldSoAndServesWhenItIsBack() {
        deployment.daemon().kill();
        Vmr direct = vmr.at(deployment.daemon().socket());
        assertRefused(direct.run("images"), DAEMON_UNREACHABLE, "daemon.sock");
        deployment.daemon().startAgain();
        assertThat(direct.ok("images", "-o", "name").stdout()).contains(image);
    }

    @Test
    void aDaemonThatDiesInTheMiddleOfAnImportIsToldSo() {
        vmr.ok("rmi", image);
        deployment
                .daemonProxy()
                .at(Direction.TO_SERVER, HALF, () -> deployment.daemon().kill());
        assertRefused(vmr.run("import", vmFile.toString()), DAEMON_UNREACHABLE, "connection broke");
        deployment.daemon().startAgain();
        assertNothingHalfWritten(deployment);
        vmr.ok("import", vmFile.toString());
    }

    @Test
    void aRegistryThatIsDownIsNamedAndTheSameCommandsWorkWhenItIsBack() {
        registry.cut();
        assertRefused(vmr.run("push", image), FAILED, "127.0.0.1:" + registry.port());
        assertNothingHalfWritten(deployment);
        registry.restore();
        pushAndRemove();
        registry.cut();
        assertRefused(vmr.run("pull", image), FAILED, "127.0.0.1:" + registry.port());
        assertNothingHalfWritten(deployment);
        registry.restore();
        vmr.ok("pull", image);
    }

    @Test
    void aRegistryThatGoesInTheMiddleOfAPushIsNamedAndThePushWorksLater() {
        registry.at(Direction.TO_SERVER, HALF, registry::cut);
        assertRefused(vmr.run("push", image), FAILED, "127.0.0.1:" + registry.port());
        assertNothingHalfWritten(deployment);
        registry.restore();
        pushAndRemove();
        vmr.ok("pull", image);
    }

    @Test
    void aRegistryThatGoesInTheMiddleOfAPullIsNamedAndThePullGoesOnLater() {
        pushAndRemove();
        registry.at(Direction.TO_CLIENT, HALF, registry::cut);
        assertRefused(vmr.run("pull", image), FAILED, "127.0.0.1:" + registry.port());
        assertThat(StoreInvariants.of(deployment.daemon().store()).violations()).isEmpty();
        registry.restore();
        registry.startCounting();
        vmr.ok("pull", image);
        assertThat(registry.bytes(Direction.TO_CLIENT))
                .as("bytes of the second pull, which goes on where the first ended")
                .isLessThan(HALF + HALF / 2);
        assertNothingHalfWritten(deployment);
    }

    @Test
    void aConnectionThatBreaksOnceIsNotEvenNoticed() {
        registry.at(Direction.TO_SERVER, HALF, registry::cutConnections);
        vmr.ok("push", image);
        vmr.ok("rmi", image);
        registry.at(Direction.TO_CLIENT, HALF, registry::cutConnections);
        vmr.ok("pull", image);
        assertNothingHalfWritten(deployment);
    }

    @Test
    void anAuthServerThatIsDownIsNamedAndTheSameCommandsWorkWhenItIsBack() {
        CuttingProxy auth = deployment.authProxy();
        auth.cut();
        assertRefused(account.login(vmr), FAILED, "127.0.0.1:" + auth.port());
        assertRefused(Account.random().register(vmr), FAILED, "127.0.0.1:" + auth.port());
        assertRefused(vmr.run("push", image), FAILED, "127.0.0.1:" + auth.port());
        assertNothingHalfWritten(deployment);
        auth.restore();
        account.login(vmr).requireSuccess();
        vmr.ok("push", image);
    }

    @Test
    void anAuthServerThatGoesInTheMiddleDoesNotEndWhatItHasAllowed() {
        CuttingProxy auth = deployment.authProxy();
        registry.at(Direction.TO_SERVER, HALF, auth::cut);
        vmr.ok("push", image);
        auth.restore();
        vmr.ok("rmi", image);
        registry.at(Direction.TO_CLIENT, HALF, auth::cut);
        vmr.ok("pull", image);
        assertNothingHalfWritten(deployment);
    }
}
