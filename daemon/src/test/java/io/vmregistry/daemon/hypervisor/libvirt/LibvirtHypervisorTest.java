package io.vmregistry.daemon.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.daemon.hypervisor.Accelerator;
import io.vmregistry.daemon.hypervisor.AcceleratorChoice;
import io.vmregistry.daemon.hypervisor.Await;
import io.vmregistry.daemon.hypervisor.BootSector;
import io.vmregistry.daemon.hypervisor.ConsoleEndpoint;
import io.vmregistry.daemon.hypervisor.GuestCondition.State;
import io.vmregistry.daemon.hypervisor.GuestSpec;
import io.vmregistry.daemon.hypervisor.Hypervisor;
import io.vmregistry.daemon.hypervisor.HypervisorContract;
import io.vmregistry.daemon.hypervisor.HypervisorException.GuestRefused;
import io.vmregistry.daemon.hypervisor.HypervisorException.HypervisorUnavailable;
import io.vmregistry.daemon.hypervisor.KvmProbe;
import io.vmregistry.daemon.hypervisor.MachineId;
import io.vmregistry.spec.machine.Bootloader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("libvirt")
@ExtendWith(IsolatedLibvirt.class)
class LibvirtHypervisorTest extends HypervisorContract {

    private IsolatedLibvirt.Running libvirt;
    private LibvirtHypervisor hypervisor;

    @BeforeEach
    void connect(IsolatedLibvirt.Running libvirt) {
        this.libvirt = libvirt;
        hypervisor = new LibvirtHypervisor(libvirt.host(), AcceleratorChoice.of(Optional.empty(), new KvmProbe()));
    }

    @Override
    protected Hypervisor hypervisor() {
        return hypervisor;
    }

    @Test
    void touchesNoDomainThatItDidNotMake() throws Exception {
        libvirt.exec("virsh", "define", foreignDomain().toString());
        MachineId foreign =
                MachineId.parse("3f1c0f5e-7a3b-4c55-9d0b-0d9c4b1f9a11").orElseThrow();
        try {
            assertThat(hypervisor.guests()).doesNotContain(foreign);
            assertThat(hypervisor.state(foreign).state()).isEqualTo(State.ABSENT);
            hypervisor.destroy(foreign);
            hypervisor.remove(foreign);
            GuestSpec spec = spec("foreign");

            assertThatThrownBy(() -> hypervisor.prepare(spec)).isInstanceOf(GuestRefused.class);

            assertThat(libvirt.exec("virsh", "domuuid", "foreign")).isEqualTo(foreign.toString());
        } finally {
            libvirt.exec("virsh", "undefine", "foreign");
        }
    }

    private Path foreignDomain() throws Exception {
        return Files.writeString(directory.resolve("foreign.xml"), """
                <domain type="qemu"><name>foreign</name><uuid>3f1c0f5e-7a3b-4c55-9d0b-0d9c4b1f9a11</uuid>
                <memory unit="MiB">16</memory><os><type arch="x86_64">hvm</type></os></domain>
                """);
    }

    @Test
    void aGuestWhoseProcessIsKilledHasCrashed() throws Exception {
        GuestSpec spec = spec("victim");
        hypervisor.prepare(spec);
        hypervisor.start(spec.id());
        Path pidFile = libvirt.directory().resolve("run/qemu/victim.pid");
        ProcessHandle qemu = ProcessHandle.of(
                        Long.parseLong(Files.readString(pidFile).strip()))
                .orElseThrow();
        StateQueue heard = new StateQueue(spec.id());
        try (Hypervisor.Subscription _ = hypervisor.watch(heard)) {
            qemu.destroyForcibly();
            heard.await(State.CRASHED);
        }

        assertThat(hypervisor.state(spec.id()).reason()).contains("killed");
    }

    @Test
    void goesOnWhenLibvirtdWasRestarted() throws Exception {
        GuestSpec spec = spec("through");
        hypervisor.prepare(spec);
        hypervisor.start(spec.id());
        StateQueue heard = new StateQueue(spec.id());
        try (Hypervisor.Subscription _ = hypervisor.watch(heard)) {
            libvirt.restartLibvirtd();
            heard.awaitInterruption();

            assertThat(hypervisor.state(spec.id()).state()).isEqualTo(State.RUNNING);
            hypervisor.destroy(spec.id());
            // libvirtd may still be taking the guest over and then tells nobody of its end.
            assertThat(hypervisor.state(spec.id()).state()).isNotEqualTo(State.RUNNING);

            hypervisor.start(spec.id());
            heard.await(State.RUNNING);
        }
    }

    @Test
    void theConsoleCanBeTalkedTo() throws Exception {
        GuestSpec spec = spec("talks");
        hypervisor.prepare(spec);
        assertThat(hypervisor.consoleEndpoint(spec.id())).isEmpty();
        hypervisor.start(spec.id());
        Await.text(spec.consoleLog(), BootSector.MARKER, Duration.ofSeconds(60));

        ConsoleEndpoint endpoint = hypervisor.consoleEndpoint(spec.id()).orElseThrow();

        assertThat(endpoint).isInstanceOf(ConsoleEndpoint.UnixSocket.class);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertThat(channel.connect(UnixDomainSocketAddress.of(((ConsoleEndpoint.UnixSocket) endpoint).path())))
                    .isTrue();
        }
    }

    @Test
    void namesThePackageWhenTheFirmwareIsMissing() throws Exception {
        GuestSpec bios = spec("uefi");
        GuestSpec uefi = new GuestSpec(
                bios.id(),
                bios.name(),
                1,
                bios.memory(),
                new Bootloader.Uefi(true),
                bios.disks(),
                Optional.empty(),
                Optional.empty(),
                bios.interfaces(),
                bios.directory());
        if (Files.exists(Path.of("/usr/share/qemu/firmware"))) {
            hypervisor.prepare(uefi);
            assertThat(hypervisor.state(uefi.id()).state()).isEqualTo(State.STOPPED);
            return;
        }

        assertThatThrownBy(() -> {
                    hypervisor.prepare(uefi);
                    hypervisor.start(uefi.id());
                })
                .isInstanceOf(GuestRefused.class)
                .hasMessageContaining("ovmf");
    }

    @Test
    void saysWhatToDoWhenLibvirtIsNotThere() {
        try (LibvirtHost nowhere = new LibvirtHost("qemu:///system?socket=/nonexistent/libvirt-sock")) {
            LibvirtHypervisor unreachable =
                    new LibvirtHypervisor(nowhere, AcceleratorChoice.of(Optional.of(Accelerator.TCG), new KvmProbe()));

            assertThatThrownBy(unreachable::guests)
                    .isInstanceOf(HypervisorUnavailable.class)
                    .hasMessageContaining("systemctl start libvirtd")
                    .hasMessageContaining("/nonexistent/libvirt-sock");
            assertThat(unreachable.health().usable()).isFalse();
        }
    }
}
