package io.vmregistry.daemon.machine;

import static io.vmregistry.daemon.machine.SimulatedHost.ANY_WEB;
import static io.vmregistry.daemon.machine.SimulatedHost.SOON;
import static io.vmregistry.daemon.machine.SimulatedHost.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.daemon.cloudinit.CloudInit;
import io.vmregistry.daemon.hypervisor.HypervisorException;
import io.vmregistry.daemon.hypervisor.MachineName;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedHypervisor;
import io.vmregistry.daemon.machine.MachineException.ImageUnknown;
import io.vmregistry.daemon.machine.MachineException.MachineExists;
import io.vmregistry.daemon.machine.MachineException.MachineUnknown;
import io.vmregistry.daemon.machine.MachineException.RequestInvalid;
import io.vmregistry.daemon.machine.MachineException.WrongState;
import io.vmregistry.daemon.network.NetworkException;
import io.vmregistry.daemon.network.NetworkName;
import io.vmregistry.daemon.network.Subnet;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.unit.ByteSize;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done with machines while the daemon runs. */
class LocalMachinesTest {

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
    void runsAMachineOnTheDefaultNetwork() throws Exception {
        Machine machine = host.web();

        assertThat(machine.state()).isEqualTo(MachineState.RUNNING);
        assertThat(machine.started()).isPresent();
        assertThat(machine.warnings()).isEmpty();
        assertThat(machine.interfaces()).singleElement().satisfies(card -> {
            assertThat(card.network()).isEqualTo(NetworkName.DEFAULT);
            assertThat(card.mac().value()).startsWith("52:54:00:");
            assertThat(card.addresses()).hasSize(1);
        });
        assertThat(machine.disk()).exists();
        assertThat(host.machines.blobsInUse()).containsExactly(host.images.blob());
        assertThat(host.machines.machinesOf(machine.imageDigest())).containsExactly("web");
    }

    @Test
    void derivesANameFromTheImageAndMakesItUnique() throws Exception {
        assertThat(host.machines.run(RunRequest.of(TestImages.IMAGE)).name()).hasToString("boot-sector");
        assertThat(host.machines.run(RunRequest.of(TestImages.IMAGE)).name()).hasToString("boot-sector-2");
    }

    @Test
    void refusesATakenNameAndLeavesItsOwnerAlone() throws Exception {
        Machine first = host.web();

        assertThatThrownBy(host::web).isInstanceOf(MachineExists.class).hasMessageContaining("\"web\"");

        assertThat(host.machines.get(ANY_WEB).id()).isEqualTo(first.id());
    }

    @Test
    void findsAMachineByItsIdAsWell() throws Exception {
        Machine machine = host.web();

        assertThat(host.machines.find(
                        MachineSelector.parse(machine.id().toString()).orElseThrow()))
                .map(Machine::name)
                .contains(WEB);
        assertThatThrownBy(() -> host.machines.get(MachineSelector.of(new MachineName("other"))))
                .isInstanceOf(MachineUnknown.class);
    }

    @Test
    void refusesWhatCannotBe() {
        RunRequest request = RunRequest.of(TestImages.IMAGE);
        assertThatThrownBy(() -> host.machines.run(
                        RunRequest.of(ImageReference.parse("no/such").orElseThrow())))
                .isInstanceOf(ImageUnknown.class)
                .hasMessageContaining("vmr pull");
        assertThatThrownBy(() -> host.machines.run(withDisk(request, ByteSize.ofMiB(0))))
                .isInstanceOf(RequestInvalid.class)
                .hasMessageContaining("can only grow");
        assertThatThrownBy(() -> host.machines.run(withPorts(request)))
                .isInstanceOf(RequestInvalid.class)
                .hasMessageContaining("ssh -L");
        assertThatThrownBy(() -> host.machines.run(on(request, NetworkAttachment.to(new NetworkName("nowhere")))))
                .isInstanceOf(NetworkException.NetworkUnknown.class);
        assertThat(host.machines.list()).isEmpty();
        assertThat(host.runtime).isEmptyDirectory();
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
        Machine machine = host.machines.run(request);

        assertThat(machine.addresses()).singleElement().hasToString("/192.168.122.77");
        assertThatThrownBy(() -> host.machines.run(request)).isInstanceOf(NetworkException.NetworkRefused.class);
        assertThat(host.machines.list()).hasSize(1);
        host.machines.delete(MachineSelector.of(machine.id()), true);
        assertThat(host.machines.run(request).addresses()).singleElement().hasToString("/192.168.122.77");
    }

    @Test
    void leavesNothingWhenTheGuestDoesNotStart() throws Exception {
        host.script("start web its disk is on fire");

        assertThatThrownBy(host::web)
                .isInstanceOf(HypervisorException.GuestRefused.class)
                .hasMessageContaining("on fire");

        assertThat(host.machines.list()).isEmpty();
        assertThat(host.runtime).isEmptyDirectory();
        assertThat(host.hypervisor.guests()).isEmpty();
        assertThat(host.web().state()).isEqualTo(MachineState.RUNNING);
    }

    @Test
    void stopsStartsAndRestarts() throws Exception {
        host.web();

        Stopped stopped = host.machines.stop(ANY_WEB, StopMode.STANDARD);
        assertThat(stopped.forced()).isFalse();
        assertThat(stopped.machine().state()).isEqualTo(MachineState.STOPPED);
        assertThat(stopped.machine().started()).isEmpty();
        assertThat(host.machines.stop(ANY_WEB, StopMode.STANDARD).machine().state())
                .isEqualTo(MachineState.STOPPED);
        assertThat(host.machines.start(ANY_WEB).state()).isEqualTo(MachineState.RUNNING);
        assertThat(host.machines.restart(ANY_WEB, StopMode.STANDARD).state()).isEqualTo(MachineState.RUNNING);
        assertThat(host.machines.suspend(ANY_WEB).state()).isEqualTo(MachineState.SUSPENDED);
        assertThat(host.machines.resume(ANY_WEB).state()).isEqualTo(MachineState.RUNNING);
    }

    @Test
    void saysThatADeafGuestLostItsPower() throws Exception {
        host.web();
        host.script("shutdown web it does not listen");

        Stopped stopped = host.machines.stop(ANY_WEB, new StopMode.Gracefully(Duration.ofSeconds(1)));

        assertThat(stopped.forced()).isTrue();
        assertThat(stopped.machine().stateReason()).contains("lost its power");
    }

    @Test
    void deletesARunningMachineOnlyByForce() throws Exception {
        host.web();

        assertThatThrownBy(() -> host.machines.delete(ANY_WEB, false))
                .isInstanceOf(WrongState.class)
                .hasMessageContaining("--force");
        host.machines.delete(ANY_WEB, true);

        assertThat(host.machines.list()).isEmpty();
        assertThat(host.runtime).isEmptyDirectory();
        assertThat(host.machines.blobsInUse()).isEmpty();
    }

    @Test
    void showsAGuestThatDiedAsCrashed() throws Exception {
        Machine machine = host.web();

        host.hypervisor.crash(machine.id(), "its process was killed");

        Machine crashed = host.machines.await(ANY_WEB, Set.of(MachineState.CRASHED), SOON);
        assertThat(crashed.stateReason()).isEqualTo("its process was killed");
        assertThat(host.machines.start(ANY_WEB).state()).isEqualTo(MachineState.RUNNING);
    }

    @Test
    void tellsWatchersWhatHappens() throws Exception {
        CompletableFuture<MachineEvent> deleted = new CompletableFuture<>();
        try (Machines.Watch _ = host.machines.watch(event -> {
            if (event.state() == MachineState.DELETED) {
                deleted.complete(event);
            }
        })) {
            host.web();
            host.machines.delete(ANY_WEB, true);

            assertThat(deleted.get(10, java.util.concurrent.TimeUnit.SECONDS).name())
                    .isEqualTo(WEB);
        }
    }

    @Test
    void theStateIsUnknownWhileTheHypervisorCannotBeAsked() throws Exception {
        host.web();
        // Whoever asks: the event of the machine's start, which comes when it likes, does so too.
        host.script("state * it does not answer\n".repeat(20));

        Machine machine = host.machines.get(ANY_WEB);

        assertThat(machine.state()).isEqualTo(MachineState.UNKNOWN);
        assertThat(machine.stateReason()).contains("it does not answer");
    }

    @Test
    void theConsoleIsFollowedUntilTheMachineStops() throws Exception {
        host.web();
        CompletableFuture<String> all = new CompletableFuture<>();
        try (InputStream console = host.machines.console(ANY_WEB, 0, true)) {
            Thread.ofVirtual().start(() -> {
                try {
                    all.complete(new String(console.readAllBytes(), StandardCharsets.UTF_8));
                } catch (Exception e) {
                    all.completeExceptionally(e);
                }
            });
            Files.writeString(
                    host.machines.get(ANY_WEB).consoleLog(), "more\n", java.nio.file.StandardOpenOption.APPEND);
            host.machines.stop(ANY_WEB, StopMode.STANDARD);

            assertThat(all.get(10, java.util.concurrent.TimeUnit.SECONDS))
                    .contains(SimulatedHypervisor.READY)
                    .endsWith("more\n");
        }
        try (InputStream tail = host.machines.console(ANY_WEB, 5, false)) {
            assertThat(tail.readAllBytes()).asString().isEqualTo("more\n");
        }
    }
}
