package io.vmregistry.daemon.machine;

import static io.vmregistry.daemon.machine.SimulatedHost.ANY_WEB;
import static io.vmregistry.daemon.machine.SimulatedHost.SOON;
import static io.vmregistry.daemon.machine.SimulatedHost.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.daemon.machine.MachineException.MachineExists;
import io.vmregistry.daemon.machine.MachineException.WrongState;
import io.vmregistry.daemon.machine.MachineRecord.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon leaves, and what the next one makes of it. */
class MachineRecoveryTest {

    @TempDir
    private Path directory;

    private SimulatedHost host;

    @BeforeEach
    void begin() throws Exception {
        host = new SimulatedHost(directory);
    }

    @AfterEach
    void end() {
        host.close();
    }

    @Test
    void aMachineOutlivesTheDaemonThatMadeIt() throws Exception {
        Machine before = host.web();
        host.machines.close();
        host.open();
        host.machines.recover();

        Machine after = host.machines.get(ANY_WEB);

        assertThat(after.state()).isEqualTo(MachineState.RUNNING);
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.started()).isEqualTo(before.started());
        assertThat(after.interfaces().getFirst().mac())
                .isEqualTo(before.interfaces().getFirst().mac());
    }

    @Test
    void finishesAMachineThatADaemonDiedOver() throws Exception {
        host.web();
        host.rewindTo(Phase.CREATING);
        host.open();
        host.machines.recover();

        assertThat(host.machines
                        .await(ANY_WEB, Set.of(MachineState.RUNNING), SOON)
                        .disk())
                .exists();
    }

    @Test
    void keepsTheDiskOfAGuestThatRunsAlthoughItsRecordIsUnfinished() throws Exception {
        Path disk = host.web().disk();
        Files.writeString(disk, "somebody's work");
        host.recordUnfinished();
        host.open();
        host.machines.recover();

        Machine recovered = host.machines.await(ANY_WEB, Set.of(MachineState.RUNNING), SOON);

        assertThat(disk).hasContent("somebody's work");
        assertThat(recovered.started()).isPresent();
        assertThat(MachineDirectory.of(host.runtime, WEB).read().phase()).isEqualTo(Phase.READY);
    }

    @Test
    void startingAMachineThatRunsUnfinishedKeepsItsDisk() throws Exception {
        Path disk = host.web().disk();
        host.machines.suspend(ANY_WEB);
        Files.writeString(disk, "somebody's work");
        host.recordUnfinished();
        host.open();

        assertThat(host.machines.start(ANY_WEB).state()).isEqualTo(MachineState.SUSPENDED);
        assertThat(disk).hasContent("somebody's work");
    }

    @Test
    void keepsTheDiskOfAGuestThatRanAndEndedBeforeItsRecordWasFinished() throws Exception {
        Path disk = host.web().disk();
        host.machines.stop(ANY_WEB, StopMode.STANDARD);
        Files.writeString(disk, "somebody's work");
        host.recordUnfinished();
        host.open();
        host.machines.recover();

        host.machines.await(ANY_WEB, Set.of(MachineState.RUNNING), SOON);

        assertThat(disk).hasContent("somebody's work");
    }

    @Test
    void takesAwayWhatCannotBeFinished() throws Exception {
        host.web();
        host.rewindTo(Phase.CREATING);
        Files.delete(host.images.disk());
        host.open();
        CompletableFuture<MachineEvent> deleted = new CompletableFuture<>();
        host.machines.watch(event -> {
            if (event.state() == MachineState.DELETED) {
                deleted.complete(event);
            }
        });
        host.machines.recover();

        deleted.get(10, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(host.runtime).isEmptyDirectory();
    }

    @Test
    void forgetsAFolderWhoseRecordWasNeverWritten() throws Exception {
        host.machines.close();
        Files.createDirectories(host.runtime.resolve("web"));
        Files.writeString(host.runtime.resolve("web/machine.json.new"), "{");
        host.open();

        assertThat(host.machines.list()).isEmpty();
        assertThat(host.web().state()).isEqualTo(MachineState.RUNNING);
    }

    @Test
    void leavesAnUnreadableRecordAndItsNameAlone() throws Exception {
        host.machines.close();
        Files.createDirectories(host.runtime.resolve("web"));
        Files.writeString(host.runtime.resolve("web/machine.json"), "{\"format\": 99}");
        host.open();

        assertThatThrownBy(host::web).isInstanceOf(MachineExists.class);
        assertThat(host.runtime.resolve("web/machine.json")).hasContent("{\"format\": 99}");
    }

    @Test
    void saysNothingOfWhatIsInUseWhileARecordIsUnreadable() throws Exception {
        Machine machine = host.web();
        host.machines.close();
        Files.writeString(host.runtime.resolve("web/machine.json"), "{\"format\": 99}");
        host.open();

        assertThatThrownBy(() -> host.machines.blobsInUse())
                .isInstanceOf(WrongState.class)
                .hasMessageContaining("\"web\"")
                .hasMessageContaining("machine.json")
                .hasMessageContaining("Repair or restore");
        assertThatThrownBy(() -> host.machines.machinesOf(machine.imageDigest()))
                .isInstanceOf(WrongState.class);
    }

    @Test
    void closingWaitsForWhatIsBeingRecorded() throws Exception {
        Machine machine = host.web();
        CompletableFuture<Void> closed;
        synchronized (host.hypervisor) {
            // Whoever asks how the guest is now waits for this block's end.
            host.hypervisor.crash(machine.id(), "its process was killed");
            closed = CompletableFuture.runAsync(host.machines::close);
            assertThat(closed)
                    .failsWithin(Duration.ofMillis(200))
                    .withThrowableOfType(java.util.concurrent.TimeoutException.class);
        }
        closed.get(10, java.util.concurrent.TimeUnit.SECONDS);

        assertThat(MachineDirectory.of(host.runtime, WEB).read().life().state()).isEqualTo(MachineState.CRASHED);
    }

    @Test
    void writesNothingOnceItIsClosed() throws Exception {
        Machine machine = host.web();
        host.machines.close();
        byte[] record = Files.readAllBytes(host.runtime.resolve("web/machine.json"));

        host.hypervisor.crash(machine.id(), "its process was killed");

        assertThatThrownBy(() -> host.machines.delete(ANY_WEB, true)).hasMessageContaining("the daemon is stopping");
        assertThatThrownBy(() -> host.machines.run(RunRequest.of(TestImages.IMAGE)))
                .hasMessageContaining("the daemon is stopping");
        assertThat(host.runtime.resolve("web/machine.json")).hasBinaryContent(record);
        assertThat(host.runtime).isDirectoryNotContaining("glob:**boot-sector*");
    }
}
