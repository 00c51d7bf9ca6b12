package io.vmregistry.daemon.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.daemon.cloudinit.CloudInit;
import io.vmregistry.daemon.hypervisor.Backend;
import io.vmregistry.daemon.hypervisor.BackendTag;
import io.vmregistry.daemon.hypervisor.HypervisorException;
import io.vmregistry.daemon.hypervisor.HypervisorRouter;
import io.vmregistry.daemon.hypervisor.MachineName;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedDiskImages;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedHypervisor;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedNetworks;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedSeedImages;
import io.vmregistry.daemon.machine.MachineException.ImageUnknown;
import io.vmregistry.daemon.machine.MachineException.MachineExists;
import io.vmregistry.daemon.machine.MachineException.MachineUnknown;
import io.vmregistry.daemon.machine.MachineException.RequestInvalid;
import io.vmregistry.daemon.machine.MachineException.WrongState;
import io.vmregistry.daemon.machine.MachineRecord.Life;
import io.vmregistry.daemon.machine.MachineRecord.Phase;
import io.vmregistry.daemon.network.NetworkException;
import io.vmregistry.daemon.network.NetworkName;
import io.vmregistry.daemon.network.Subnet;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.unit.ByteSize;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalMachinesTest {

    private static final MachineName WEB = new MachineName("web");
    private static final MachineSelector ANY_WEB = MachineSelector.of(WEB);
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private Path runtime;
    private Path host;
    private TestImages images;
    private SimulatedHypervisor hypervisor;
    private LocalMachines machines;

    @BeforeEach
    void begin() throws Exception {
        runtime = directory.resolve("runtime");
        host = directory.resolve("simulated");
        images = new TestImages(directory);
        open();
        machines.recover();
    }

    @AfterEach
    void end() {
        machines.close();
    }

    /** A daemon that starts on what another left. */
    private void open() {
        SimulatedNetworks networks = new SimulatedNetworks(host);
        hypervisor = new SimulatedHypervisor(host, networks);
        Backend backend = new Backend(hypervisor, networks, new SimulatedDiskImages(), new SimulatedSeedImages());
        machines = new LocalMachines(
                runtime, images, new HypervisorRouter(BackendTag.SIMULATED, List.of(backend)), Clock.systemUTC());
    }

    private Machine web() throws InterruptedException {
        return machines.run(RunRequest.of(TestImages.IMAGE).named(WEB));
    }

    private void script(String fault) throws Exception {
        Path written = Files.writeString(host.resolve("faults.new"), fault + "\n");
        Files.move(written, host.resolve("faults"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void runsAMachineOnTheDefaultNetwork() throws Exception {
        Machine machine = web();

        assertThat(machine.state()).isEqualTo(MachineState.RUNNING);
        assertThat(machine.started()).isPresent();
        assertThat(machine.warnings()).isEmpty();
        assertThat(machine.interfaces()).singleElement().satisfies(card -> {
            assertThat(card.network()).isEqualTo(NetworkName.DEFAULT);
            assertThat(card.mac().value()).startsWith("52:54:00:");
            assertThat(card.addresses()).hasSize(1);
        });
        assertThat(machine.disk()).exists();
        assertThat(machines.blobsInUse()).containsExactly(images.blob());
        assertThat(machines.machinesOf(machine.imageDigest())).containsExactly("web");
    }

    @Test
    void derivesANameFromTheImageAndMakesItUnique() throws Exception {
        assertThat(machines.run(RunRequest.of(TestImages.IMAGE)).name()).hasToString("boot-sector");
        assertThat(machines.run(RunRequest.of(TestImages.IMAGE)).name()).hasToString("boot-sector-2");
    }

    @Test
    void refusesATakenNameAndLeavesItsOwnerAlone() throws Exception {
        Machine first = web();

        assertThatThrownBy(this::web).isInstanceOf(MachineExists.class).hasMessageContaining("\"web\"");

        assertThat(machines.get(ANY_WEB).id()).isEqualTo(first.id());
    }

    @Test
    void findsAMachineByItsIdAsWell() throws Exception {
        Machine machine = web();

        assertThat(machines.find(MachineSelector.parse(machine.id().toString()).orElseThrow()))
                .map(Machine::name)
                .contains(WEB);
        assertThatThrownBy(() -> machines.get(MachineSelector.of(new MachineName("other"))))
                .isInstanceOf(MachineUnknown.class);
    }

    @Test
    void refusesWhatCannotBe() {
        RunRequest request = RunRequest.of(TestImages.IMAGE);
        assertThatThrownBy(() -> machines.run(
                        RunRequest.of(ImageReference.parse("no/such").orElseThrow())))
                .isInstanceOf(ImageUnknown.class)
                .hasMessageContaining("vmr pull");
        assertThatThrownBy(() -> machines.run(withDisk(request, ByteSize.ofMiB(0))))
                .isInstanceOf(RequestInvalid.class)
                .hasMessageContaining("can only grow");
        assertThatThrownBy(() -> machines.run(withPorts(request)))
                .isInstanceOf(RequestInvalid.class)
                .hasMessageContaining("ssh -L");
        assertThatThrownBy(() -> machines.run(on(request, NetworkAttachment.to(new NetworkName("nowhere")))))
                .isInstanceOf(NetworkException.NetworkUnknown.class);
        assertThat(machines.list()).isEmpty();
        assertThat(runtime).isEmptyDirectory();
    }

    private static RunRequest withDisk(RunRequest request, ByteSize size) {
        return new RunRequest(
                request.image(),
                request.name(),
                request.cpus(),
                request.memory(),
                Optional.of(size),
                false,
                CloudInit.GENERATED,
                request.networks(),
                List.of(),
                List.of(),
                Optional.empty(),
                Map.of(),
                Optional.empty());
    }

    private static RunRequest withPorts(RunRequest request) {
        return new RunRequest(
                request.image(),
                request.name(),
                request.cpus(),
                request.memory(),
                Optional.empty(),
                false,
                CloudInit.GENERATED,
                request.networks(),
                List.of(),
                List.of(new PortForward("", 8080, 80, "tcp")),
                Optional.empty(),
                Map.of(),
                Optional.empty());
    }

    private static RunRequest on(RunRequest request, NetworkAttachment attachment) {
        return new RunRequest(
                request.image(),
                request.name(),
                request.cpus(),
                request.memory(),
                Optional.empty(),
                false,
                CloudInit.GENERATED,
                new NetworkChoice.Attach(List.of(attachment), false),
                List.of(),
                List.of(),
                Optional.empty(),
                Map.of("tier", "data"),
                Optional.of(new ProjectMembership("p", "db", 1, "h")));
    }

    @Test
    void keepsAStaticAddressForTheMachineAndGivesItBack() throws Exception {
        NetworkAttachment fixed = new NetworkAttachment(
                NetworkName.DEFAULT, Optional.empty(), Subnet.address("192.168.122.77"), Optional.empty());
        RunRequest request = on(RunRequest.of(TestImages.IMAGE), fixed);
        Machine machine = machines.run(request);

        assertThat(machine.addresses()).singleElement().hasToString("/192.168.122.77");
        assertThatThrownBy(() -> machines.run(request)).isInstanceOf(NetworkException.NetworkRefused.class);
        assertThat(machines.list()).hasSize(1);
        machines.delete(MachineSelector.of(machine.id()), true);
        assertThat(machines.run(request).addresses()).singleElement().hasToString("/192.168.122.77");
    }

    @Test
    void leavesNothingWhenTheGuestDoesNotStart() throws Exception {
        script("start web its disk is on fire");

        assertThatThrownBy(this::web)
                .isInstanceOf(HypervisorException.GuestRefused.class)
                .hasMessageContaining("on fire");

        assertThat(machines.list()).isEmpty();
        assertThat(runtime).isEmptyDirectory();
        assertThat(hypervisor.guests()).isEmpty();
        assertThat(web().state()).isEqualTo(MachineState.RUNNING);
    }

    @Test
    void stopsStartsAndRestarts() throws Exception {
        web();

        Stopped stopped = machines.stop(ANY_WEB, StopMode.STANDARD);
        assertThat(stopped.forced()).isFalse();
        assertThat(stopped.machine().state()).isEqualTo(MachineState.STOPPED);
        assertThat(stopped.machine().started()).isEmpty();
        assertThat(machines.stop(ANY_WEB, StopMode.STANDARD).machine().state()).isEqualTo(MachineState.STOPPED);
        assertThat(machines.start(ANY_WEB).state()).isEqualTo(MachineState.RUNNING);
        assertThat(machines.restart(ANY_WEB, StopMode.STANDARD).state()).isEqualTo(MachineState.RUNNING);
        assertThat(machines.suspend(ANY_WEB).state()).isEqualTo(MachineState.SUSPENDED);
        assertThat(machines.resume(ANY_WEB).state()).isEqualTo(MachineState.RUNNING);
    }

    @Test
    void saysThatADeafGuestLostItsPower() throws Exception {
        web();
        script("shutdown web it does not listen");

        Stopped stopped = machines.stop(ANY_WEB, new StopMode.Gracefully(Duration.ofSeconds(1)));

        assertThat(stopped.forced()).isTrue();
        assertThat(stopped.machine().stateReason()).contains("lost its power");
    }

    @Test
    void deletesARunningMachineOnlyByForce() throws Exception {
        web();

        assertThatThrownBy(() -> machines.delete(ANY_WEB, false))
                .isInstanceOf(WrongState.class)
                .hasMessageContaining("--force");
        machines.delete(ANY_WEB, true);

        assertThat(machines.list()).isEmpty();
        assertThat(runtime).isEmptyDirectory();
        assertThat(machines.blobsInUse()).isEmpty();
    }

    @Test
    void showsAGuestThatDiedAsCrashed() throws Exception {
        Machine machine = web();

        hypervisor.crash(machine.id(), "its process was killed");

        Machine crashed = machines.await(ANY_WEB, Set.of(MachineState.CRASHED), SOON);
        assertThat(crashed.stateReason()).isEqualTo("its process was killed");
        assertThat(machines.start(ANY_WEB).state()).isEqualTo(MachineState.RUNNING);
    }

    @Test
    void tellsWatchersWhatHappens() throws Exception {
        CompletableFuture<MachineEvent> deleted = new CompletableFuture<>();
        try (Machines.Watch _ = machines.watch(event -> {
            if (event.state() == MachineState.DELETED) {
                deleted.complete(event);
            }
        })) {
            web();
            machines.delete(ANY_WEB, true);

            assertThat(deleted.get(10, java.util.concurrent.TimeUnit.SECONDS).name())
                    .isEqualTo(WEB);
        }
    }

    @Test
    void aMachineOutlivesTheDaemonThatMadeIt() throws Exception {
        Machine before = web();
        machines.close();
        open();
        machines.recover();

        Machine after = machines.get(ANY_WEB);

        assertThat(after.state()).isEqualTo(MachineState.RUNNING);
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.started()).isEqualTo(before.started());
        assertThat(after.interfaces().getFirst().mac())
                .isEqualTo(before.interfaces().getFirst().mac());
    }

    @Test
    void finishesAMachineThatADaemonDiedOver() throws Exception {
        web();
        rewindTo(Phase.CREATING);
        open();
        machines.recover();

        assertThat(machines.await(ANY_WEB, Set.of(MachineState.RUNNING), SOON).disk())
                .exists();
    }

    @Test
    void keepsTheDiskOfAGuestThatRunsAlthoughItsRecordIsUnfinished() throws Exception {
        Path disk = web().disk();
        Files.writeString(disk, "somebody's work");
        recordUnfinished();
        open();
        machines.recover();

        Machine recovered = machines.await(ANY_WEB, Set.of(MachineState.RUNNING), SOON);

        assertThat(disk).hasContent("somebody's work");
        assertThat(recovered.started()).isPresent();
        assertThat(MachineDirectory.of(runtime, WEB).read().phase()).isEqualTo(Phase.READY);
    }

    @Test
    void startingAMachineThatRunsUnfinishedKeepsItsDisk() throws Exception {
        Path disk = web().disk();
        machines.suspend(ANY_WEB);
        Files.writeString(disk, "somebody's work");
        recordUnfinished();
        open();

        assertThat(machines.start(ANY_WEB).state()).isEqualTo(MachineState.SUSPENDED);
        assertThat(disk).hasContent("somebody's work");
    }

    @Test
    void keepsTheDiskOfAGuestThatRanAndEndedBeforeItsRecordWasFinished() throws Exception {
        Path disk = web().disk();
        machines.stop(ANY_WEB, StopMode.STANDARD);
        Files.writeString(disk, "somebody's work");
        recordUnfinished();
        open();
        machines.recover();

        machines.await(ANY_WEB, Set.of(MachineState.RUNNING), SOON);

        assertThat(disk).hasContent("somebody's work");
    }

    /** What is on disk when a daemon is killed after the guest's start and before the record of it. */
    private void recordUnfinished() throws Exception {
        machines.close();
        MachineDirectory own = MachineDirectory.of(runtime, WEB);
        own.write(own.read()
                .in(Phase.CREATING)
                .living(new Life(true, MachineState.CREATING, "", Optional.empty(), Optional.empty())));
    }

    @Test
    void takesAwayWhatCannotBeFinished() throws Exception {
        web();
        rewindTo(Phase.CREATING);
        Files.delete(images.disk());
        open();
        CompletableFuture<MachineEvent> deleted = new CompletableFuture<>();
        machines.watch(event -> {
            if (event.state() == MachineState.DELETED) {
                deleted.complete(event);
            }
        });
        machines.recover();

        deleted.get(10, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(runtime).isEmptyDirectory();
    }

    /** What is on disk when a daemon is killed between the record and the end of its work: no guest, no files. */
    private void rewindTo(Phase phase) throws Exception {
        machines.close();
        MachineDirectory own = MachineDirectory.of(runtime, WEB);
        MachineRecord machine = own.read();
        hypervisor.remove(machine.id());
        try (Stream<Path> files = Files.list(own.path())) {
            for (Path file : files.filter(path -> !path.equals(own.record())).toList()) {
                Files.delete(file);
            }
        }
        own.write(machine.in(phase)
                .living(new Life(true, MachineState.CREATING, "", Optional.empty(), Optional.empty())));
    }

    @Test
    void forgetsAFolderWhoseRecordWasNeverWritten() throws Exception {
        machines.close();
        Files.createDirectories(runtime.resolve("web"));
        Files.writeString(runtime.resolve("web/machine.json.new"), "{");
        open();

        assertThat(machines.list()).isEmpty();
        assertThat(web().state()).isEqualTo(MachineState.RUNNING);
    }

    @Test
    void leavesAnUnreadableRecordAndItsNameAlone() throws Exception {
        machines.close();
        Files.createDirectories(runtime.resolve("web"));
        Files.writeString(runtime.resolve("web/machine.json"), "{\"format\": 99}");
        open();

        assertThatThrownBy(this::web).isInstanceOf(MachineExists.class);
        assertThat(runtime.resolve("web/machine.json")).hasContent("{\"format\": 99}");
    }

    @Test
    void saysNothingOfWhatIsInUseWhileARecordIsUnreadable() throws Exception {
        Machine machine = web();
        machines.close();
        Files.writeString(runtime.resolve("web/machine.json"), "{\"format\": 99}");
        open();

        assertThatThrownBy(() -> machines.blobsInUse())
                .isInstanceOf(WrongState.class)
                .hasMessageContaining("\"web\"")
                .hasMessageContaining("machine.json")
                .hasMessageContaining("Repair or restore");
        assertThatThrownBy(() -> machines.machinesOf(machine.imageDigest())).isInstanceOf(WrongState.class);
    }

    @Test
    void closingWaitsForWhatIsBeingRecorded() throws Exception {
        Machine machine = web();
        CompletableFuture<Void> closed;
        synchronized (hypervisor) {
            // Whoever asks how the guest is now waits for this block's end.
            hypervisor.crash(machine.id(), "its process was killed");
            closed = CompletableFuture.runAsync(machines::close);
            assertThat(closed)
                    .failsWithin(Duration.ofMillis(200))
                    .withThrowableOfType(java.util.concurrent.TimeoutException.class);
        }
        closed.get(10, java.util.concurrent.TimeUnit.SECONDS);

        assertThat(MachineDirectory.of(runtime, WEB).read().life().state()).isEqualTo(MachineState.CRASHED);
    }

    @Test
    void writesNothingOnceItIsClosed() throws Exception {
        Machine machine = web();
        machines.close();
        byte[] record = Files.readAllBytes(runtime.resolve("web/machine.json"));

        hypervisor.crash(machine.id(), "its process was killed");

        assertThatThrownBy(() -> machines.delete(ANY_WEB, true)).hasMessageContaining("the daemon is stopping");
        assertThatThrownBy(() -> machines.run(RunRequest.of(TestImages.IMAGE)))
                .hasMessageContaining("the daemon is stopping");
        assertThat(runtime.resolve("web/machine.json")).hasBinaryContent(record);
        assertThat(runtime).isDirectoryNotContaining("glob:**boot-sector*");
    }

    @Test
    void theStateIsUnknownWhileTheHypervisorCannotBeAsked() throws Exception {
        web();
        // Whoever asks: the event of the machine's start, which comes when it likes, does so too.
        script("state * it does not answer\n".repeat(20));

        Machine machine = machines.get(ANY_WEB);

        assertThat(machine.state()).isEqualTo(MachineState.UNKNOWN);
        assertThat(machine.stateReason()).contains("it does not answer");
    }

    @Test
    void theConsoleIsFollowedUntilTheMachineStops() throws Exception {
        web();
        CompletableFuture<String> all = new CompletableFuture<>();
        try (InputStream console = machines.console(ANY_WEB, 0, true)) {
            Thread.ofVirtual().start(() -> {
                try {
                    all.complete(new String(console.readAllBytes(), StandardCharsets.UTF_8));
                } catch (Exception e) {
                    all.completeExceptionally(e);
                }
            });
            Files.writeString(machines.get(ANY_WEB).consoleLog(), "more\n", java.nio.file.StandardOpenOption.APPEND);
            machines.stop(ANY_WEB, StopMode.STANDARD);

            assertThat(all.get(10, java.util.concurrent.TimeUnit.SECONDS))
                    .contains(SimulatedHypervisor.READY)
                    .endsWith("more\n");
        }
        try (InputStream tail = machines.console(ANY_WEB, 5, false)) {
            assertThat(tail.readAllBytes()).asString().isEqualTo("more\n");
        }
    }
}
