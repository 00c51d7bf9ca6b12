package io.vmregistry.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.cli.command.CommandHarness.Result;
import io.vmregistry.proto.v1.RunVMRequest;
import io.vmregistry.proto.v1.StopVMRequest;
import io.vmregistry.proto.v1.VMRunOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands about machines: what is sent of them, and what is shown. */
class MachineCommandsTest extends FakeDaemonFixture {

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1025", "two"})
    void runRefusesACountOfProcessorsThatNoMachineHas(String count) {
        Result refused = vmr.run("run", "ada/debian:12", "--cpus", count);

        assertThat(refused.code()).as(refused.err()).isEqualTo(2);
        assertThat(refused.err()).contains("--cpus");
    }

    @Test
    void runSaysWhichFileItCannotRead() {
        Result refused = vmr.run("run", "ada/debian:12", "--user-data", folder.toString());

        assertThat(refused.code()).as(refused.err()).isEqualTo(1);
        assertThat(refused.err()).contains("Tried to read " + folder + " but failed because");
    }

    @Test
    void runSendsWhatWasAskedFor() throws IOException {
        Files.writeString(folder.resolve("key.pub"), "ssh-ed25519 AAAA ada\n");
        Files.writeString(folder.resolve("user.yaml"), "#cloud-config\n");

        Result made = vmr.run(
                "run",
                "ada/debian:12",
                "--vm-name",
                "web",
                "--memory",
                "2GiB",
                "--cpus",
                "2",
                "--disk-size",
                "20G",
                "--network",
                "lan",
                "--ip",
                "10.0.0.2",
                "--ssh-key",
                "key.pub",
                "--user-data",
                "user.yaml",
                "-p",
                "8080:80",
                "--ephemeral",
                "--wait");

        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out()).isEqualTo("web\n");
        assertThat(made.err()).contains("warning: no KVM here").contains("web is running (simulated)");
        RunVMRequest sent = daemon.last(RunVMRequest.class);
        VMRunOptions options = sent.getOptions();
        assertThat(options.getMemoryMb()).isEqualTo(2048);
        assertThat(options.getVcpuCount()).isEqualTo(2);
        assertThat(options.getDiskSize()).isEqualTo(20L << 30);
        assertThat(options.getSshAuthorizedKeysList()).containsExactly("ssh-ed25519 AAAA ada");
        assertThat(options.getCloudInit().getUserData()).isEqualTo("#cloud-config\n");
        assertThat(options.getPorts(0).getHostPort()).isEqualTo(8080);
        assertThat(options.getEphemeral()).isTrue();
    }

    @Test
    void aPrivateKeyIsNotSent() throws IOException {
        Files.writeString(folder.resolve("id"), "-----BEGIN OPENSSH PRIVATE KEY-----\nx\n");

        assertThat(vmr.run("run", "ada/debian", "--ssh-key", "id").code()).isEqualTo(2);
        assertThat(daemon.requests).isEmpty();
    }

    @Test
    void stopSaysWhenTheGuestHadToBeSwitchedOff() {
        Result stopped = vmr.run("stop", "web", "--timeout", "1m30s");

        assertThat(stopped.err()).isEqualTo("web is stopped; it did not shut down in time and was switched off.\n");
        assertThat(daemon.last(StopVMRequest.class).getTimeoutSeconds()).isEqualTo(90);
    }

    @Test
    void logsArePrintedAsTheyAre() {
        assertThat(vmr.run("logs", "web").out()).isEqualTo("login: \u001b[0m\n");
    }

    @Test
    @Timeout(30)
    void logsEndWhenNobodyReadsThemAnyMore() {
        ByteArrayOutputStream head = new ByteArrayOutputStream() {
            @Override
            public void flush() throws IOException {
                if (size() > 0) {
                    throw new IOException("Broken pipe");
                }
            }
        };

        assertThat(vmr.run(head, "logs", "-f", "web").code()).isZero();
    }
}
