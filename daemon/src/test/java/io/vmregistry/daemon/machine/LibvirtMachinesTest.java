package io.vmregistry.daemon.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.daemon.cloudinit.CloudInit;
import io.vmregistry.daemon.cloudinit.IsoSeedImages;
import io.vmregistry.daemon.disk.QemuImg;
import io.vmregistry.daemon.hypervisor.Accelerator;
import io.vmregistry.daemon.hypervisor.AcceleratorChoice;
import io.vmregistry.daemon.hypervisor.Await;
import io.vmregistry.daemon.hypervisor.Backend;
import io.vmregistry.daemon.hypervisor.BackendTag;
import io.vmregistry.daemon.hypervisor.BootSector;
import io.vmregistry.daemon.hypervisor.HypervisorRouter;
import io.vmregistry.daemon.hypervisor.KvmProbe;
import io.vmregistry.daemon.hypervisor.MachineName;
import io.vmregistry.daemon.hypervisor.libvirt.IsolatedLibvirt;
import io.vmregistry.daemon.hypervisor.libvirt.LibvirtHypervisor;
import io.vmregistry.daemon.hypervisor.libvirt.LibvirtNetworks;
import io.vmregistry.daemon.machine.MachineRecord.Life;
import io.vmregistry.daemon.machine.MachineRecord.Phase;
import io.vmregistry.daemon.network.MacAddress;
import io.vmregistry.daemon.network.NetworkMode;
import io.vmregistry.daemon.network.NetworkName;
import io.vmregistry.daemon.network.NetworkSpec;
import io.vmregistry.daemon.network.Subnet;
import io.vmregistry.spec.unit.ByteSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole way from a request to a guest that speaks, through a real libvirt and QEMU. */
@Tag("libvirt")
@ExtendWith(IsolatedLibvirt.class)
class LibvirtMachinesTest {

    private static final Duration BOOT = Duration.ofSeconds(60);
    private static final NetworkName LAB = new NetworkName("lab");

    @TempDir
    private Path directory;

    private TestImages images;
    private HypervisorRouter router;
    private LibvirtNetworks networks;
    private LibvirtHypervisor hypervisor;
    private LocalMachines machines;
    private IsolatedLibvirt.Running libvirt;

    @BeforeEach
    void begin(IsolatedLibvirt.Running libvirt) throws Exception {
        this.libvirt = libvirt;
        images = new TestImages(directory);
        networks = new LibvirtNetworks(libvirt.host());
        hypervisor = new LibvirtHypervisor(libvirt.host(), AcceleratorChoice.of(Optional.empty(), new KvmProbe()));
        router = new HypervisorRouter(
                BackendTag.LIBVIRT, List.of(new Backend(hypervisor, networks, new QemuImg(), new IsoSeedImages())));
        open();
        machines.recover();
    }

    private void open() {
        machines = new LocalMachines(directory.resolve("runtime"), images, router, Clock.systemUTC());
    }

    @AfterEach
    void end() throws Exception {
        for (Machine machine : machines.list()) {
            machines.delete(MachineSelector.of(machine.id()), true);
        }
        machines.close();
        networks.remove(LAB);
    }

    private static RunRequest request(String name, NetworkChoice choice, Optional<ByteSize> disk) {
        return new RunRequest(
                TestImages.IMAGE,
                Optional.of(new MachineName(name)),
                Optional.empty(),
                Optional.empty(),
                disk,
                false,
                new CloudInit(
                        Optional.empty(), Optional.empty(), Optional.empty(), List.of("ssh-ed25519 AAAA somebody")),
                choice,
                List.of(),
                List.of(),
                Optional.empty(),
                Map.of(),
                Optional.empty());
    }

    @Test
    void aMachineReachesItsMarkerAndGoesAway() throws Exception {
        Machine machine =
                machines.run(request("speaks", new NetworkChoice.Standard(true), Optional.of(ByteSize.ofMiB(8))));

        Await.text(machine.consoleLog(), BootSector.MARKER, BOOT);
        assertThat(machine.accelerator()).isPresent();
        assertThat(machine.interfaces()).hasSize(1);
        assertThat(machine.disk().resolveSibling("seed.iso")).exists();

        Stopped stopped = machines.stop(MachineSelector.of(machine.id()), new StopMode.Forced());
        assertThat(stopped.machine().state()).isEqualTo(MachineState.STOPPED);
        assertThat(machines.start(MachineSelector.of(machine.id())).state()).isEqualTo(MachineState.RUNNING);
        machines.delete(MachineSelector.of(machine.id()), true);

        assertThat(hypervisor.guests()).doesNotContain(machine.id());
        assertThat(directory.resolve("runtime")).isEmptyDirectory();
        assertThat(images.disk()).exists();
    }

    @Test
    void anAddressIsReservedOnOurNetworkAndReleasedWithTheMachine() throws Exception {
        networks.ensure(NetworkSpec.of(
                LAB, NetworkMode.ISOLATED, Subnet.parse("192.168.77.0/24").orElseThrow()));
        NetworkAttachment attachment = new NetworkAttachment(
                LAB, MacAddress.parse("52:54:00:12:34:56"), Subnet.address("192.168.77.10"), Optional.empty());
        Machine machine =
                machines.run(request("fixed", new NetworkChoice.Attach(List.of(attachment), false), Optional.empty()));

        assertThat(libvirt.exec("virsh", "net-dumpxml", "lab"))
                .contains("<host mac='52:54:00:12:34:56' name='fixed' ip='192.168.77.10'/>");
        machines.delete(MachineSelector.of(machine.id()), true);

        assertThat(libvirt.exec("virsh", "net-dumpxml", "lab")).doesNotContain("52:54:00:12:34:56");
    }

    @Test
    void aDaemonThatDiedOverAMachineFinishesIt() throws Exception {
        Machine machine = machines.run(request("unfinished", new NetworkChoice.None(), Optional.empty()));
        machines.close();
        MachineDirectory own = MachineDirectory.of(directory.resolve("runtime"), machine.name());
        hypervisor.destroy(machine.id());
        Files.delete(own.disk());
        own.write(own.read()
                .in(Phase.CREATING)
                .living(new Life(true, MachineState.CREATING, "", Optional.empty(), Optional.empty())));

        open();
        machines.recover();

        Machine finished = machines.await(MachineSelector.of(machine.id()), Set.of(MachineState.RUNNING), BOOT);
        Await.text(finished.consoleLog(), BootSector.MARKER, BOOT);
    }

    /** The boot sector's guest hears no request to shut down. */
    @Test
    void forceEndsAStopThatWaits() throws Exception {
        Machine machine = machines.run(request("deaf", new NetworkChoice.None(), Optional.empty()));
        Await.text(machine.consoleLog(), BootSector.MARKER, BOOT);
        MachineSelector deaf = MachineSelector.of(machine.id());
        CompletableFuture<Stopped> waiting = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                waiting.complete(machines.stop(deaf, new StopMode.Gracefully(Duration.ofMinutes(10))));
            } catch (Exception e) {
                waiting.completeExceptionally(e);
            }
        });
        assertThat(waiting).failsWithin(Duration.ofSeconds(1)).withThrowableOfType(TimeoutException.class);

        Stopped forced = machines.stop(deaf, new StopMode.Forced());

        assertThat(forced.machine().state()).isEqualTo(MachineState.STOPPED);
        assertThat(waiting.get(BOOT.toSeconds(), TimeUnit.SECONDS).machine().state())
                .isEqualTo(MachineState.STOPPED);
    }

    @Test
    void aKilledGuestIsSeenToHaveCrashed() throws Exception {
        Machine machine = machines.run(request("killed", new NetworkChoice.None(), Optional.empty()));
        long pid = Long.parseLong(Files.readString(libvirt.directory().resolve("run/qemu/killed.pid"))
                .strip());

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        assertThat(machines.await(MachineSelector.of(machine.id()), Set.of(MachineState.CRASHED), BOOT)
                        .stateReason())
                .contains("killed");
    }

    @Test
    void takesTheAcceleratorThatTheProbeFound() throws Exception {
        Accelerator found = new KvmProbe().get().accelerator();

        Machine machine = machines.run(request("probed", new NetworkChoice.None(), Optional.empty()));

        assertThat(machine.accelerator()).contains(found);
        assertThatThrownBy(() -> machines.delete(MachineSelector.of(machine.id()), false))
                .isInstanceOf(MachineException.WrongState.class);
    }
}
