package io.vmregistry.e2e.badinput;

import static io.vmregistry.e2e.badinput.Complaints.DENIED;
import static io.vmregistry.e2e.badinput.Complaints.FAILED;
import static io.vmregistry.e2e.badinput.Complaints.NOT_FOUND;
import static io.vmregistry.e2e.badinput.Complaints.assertNothingHalfWritten;
import static io.vmregistry.e2e.badinput.Complaints.assertRefused;

import io.vmregistry.e2e.image.DiskImages;
import io.vmregistry.e2e.process.Account;
import io.vmregistry.e2e.process.Deployed;
import io.vmregistry.e2e.process.Vmr;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are not known or not free, and logins that do not count. */
class UnknownAndTakenIT {

    @RegisterExtension
    static final Deployed DEPLOYED = Deployed.shared();

    @TempDir
    static Path folder;

    private static Vmr vmr;
    private static Account account;
    private static Path vmFile;

    @BeforeAll
    static void prepare() {
        vmr = DEPLOYED.get().newUser();
        account = Account.random().ready(vmr);
        Path disk = DiskImages.raw(folder.resolve("disk.raw"), 1, 5);
        vmFile = DiskImages.vmFile(folder.resolve("disk.VMFile"), account.image("known"), disk, "raw");
        vmr.ok("import", vmFile.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "push",
                "pull",
                "run",
                "rmi",
                "inspect",
                "manifest",
            })
    void anUnknownImageIsNamed(String command) {
        assertRefused(vmr.run(command, account.image("unknown:1.0")), NOT_FOUND, account.image("unknown:1.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "stop", "rm", "logs"})
    void anUnknownMachineIsNamed(String command) {
        assertRefused(vmr.run(command, "nobody"), NOT_FOUND, "nobody");
    }

    @Test
    void whatBelongsToAnotherUserIsDenied() {
        Account other = Account.random();
        other.register(vmr).requireSuccess();
        assertRefused(vmr.run("pull", other.image("theirs:1.0")), DENIED, other.image("theirs"));
        vmr.ok("tag", account.image("known:latest"), other.image("theirs:1.0"));
        assertRefused(vmr.run("push", other.image("theirs:1.0")), DENIED, other.image("theirs"));
        vmr.ok("rmi", other.image("theirs:1.0"));
        assertNothingHalfWritten(DEPLOYED.get());
    }

    @Test
    void aUserNameIsTakenOnce() {
        assertRefused(account.register(vmr), FAILED, account.name(), "taken");
    }

    @Test
    void aMachineNameIsTakenOnce() {
        String image = account.image("known:latest");
        vmr.ok("run", image, "--vm-name", "taken");
        assertRefused(vmr.run("run", image, "--vm-name", "taken"), FAILED, "taken");
        vmr.ok("rm", "--force", "taken");
        vmr.ok("run", image, "--vm-name", "taken");
        vmr.ok("rm", "--force", "taken");
    }

    @Test
    void aWrongPasswordIsDenied() {
        assertRefused(new Account(account.name(), "wrong password").login(vmr), DENIED, account.name());
        account.login(vmr).requireSuccess();
    }

    @Test
    void anExpiredLoginIsToldWhatToDoAndWorksAfterIt() {
        String image = account.image("known:latest");
        // Another terminal ends the session that this one still believes in.
        Vmr elsewhere = vmr.with("VMR_CONFIG_DIR", folder.resolve("elsewhere").toString());
        elsewhere.ok("logout");
        for (String command : List.of("push", "pull")) {
            assertRefused(vmr.run(command, image), DENIED, "vmr login");
        }
        assertNothingHalfWritten(DEPLOYED.get());
        account.login(vmr).requireSuccess();
        vmr.ok("push", image);
        vmr.ok("pull", image);
    }
}
