package io.vmregistry.daemon.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.daemon.Golden;
import io.vmregistry.daemon.hypervisor.Accelerator;
import io.vmregistry.daemon.hypervisor.GuestDisk;
import io.vmregistry.daemon.hypervisor.GuestInterface;
import io.vmregistry.daemon.hypervisor.GuestSpec;
import io.vmregistry.daemon.hypervisor.MachineId;
import io.vmregistry.daemon.hypervisor.MachineName;
import io.vmregistry.daemon.network.DhcpRange;
import io.vmregistry.daemon.network.MacAddress;
import io.vmregistry.daemon.network.Network;
import io.vmregistry.daemon.network.NetworkMode;
import io.vmregistry.daemon.network.NetworkName;
import io.vmregistry.daemon.network.NetworkSpec;
import io.vmregistry.daemon.network.Reservation;
import io.vmregistry.daemon.network.Subnet;
import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.machine.Bootloader;
import io.vmregistry.spec.unit.ByteSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class XmlGoldenTest {

    private static final Path HOME = Path.of("/var/lib/vm-registry/runtime/web");
    private static final Subnet SUBNET = Subnet.parse("192.168.70.0/24").orElseThrow();

    private static GuestSpec guest(Bootloader bootloader, Path home, Optional<Path> installer) {
        return new GuestSpec(
                new MachineId(UUID.fromString("0f3a2b1c-0000-4000-8000-000000000001")),
                new MachineName("web"),
                2,
                ByteSize.ofGiB(4),
                bootloader,
                List.of(
                        new GuestDisk(home.resolve("disk.qcow2"), DiskFormat.QCOW2, "vda"),
                        new GuestDisk(home.resolve("data & more.raw"), DiskFormat.RAW, "vdb")),
                installer,
                Optional.of(home.resolve("seed.iso")),
                List.of(new GuestInterface(NetworkName.DEFAULT, new MacAddress("52:54:00:aa:bb:cc"))),
                home);
    }

    @Test
    void aBiosGuestUnderEmulation() throws Exception {
        Golden.matches(
                "domain-bios-tcg.xml",
                DomainXml.of(guest(new Bootloader.Bios(), HOME, Optional.empty()), Accelerator.TCG));
    }

    @Test
    void aSecureBootGuestUnderKvmWithAnInstaller() throws Exception {
        GuestSpec guest = guest(new Bootloader.Uefi(true), HOME, Optional.of(Path.of("/images/<installer>.iso")));

        Golden.matches("domain-uefi-kvm.xml", DomainXml.of(guest, Accelerator.KVM));
    }

    @Test
    void aPathTooLongForASocketGetsATerminal() {
        Path deep = Path.of("/" + "d".repeat(120));

        assertThat(DomainXml.of(guest(new Bootloader.Bios(), deep, Optional.empty()), Accelerator.TCG))
                .contains("<serial type=\"pty\">");
    }

    @Test
    void aControlCharacterIsRefused() {
        Path odd = Path.of("/var/lib/a\nb");

        assertThatThrownBy(() -> DomainXml.of(guest(new Bootloader.Bios(), odd, Optional.empty()), Accelerator.TCG))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static NetworkSpec network(NetworkMode mode) {
        boolean ours = mode.hostIsGateway();
        return new NetworkSpec(
                new NetworkName("shop_private"),
                mode,
                ours ? Optional.of(SUBNET) : Optional.empty(),
                Optional.empty(),
                mode == NetworkMode.ISOLATED
                        ? Optional.of(new DhcpRange(SUBNET.host(100), SUBNET.host(200)))
                        : Optional.empty(),
                ours ? Optional.empty() : Optional.of(mode == NetworkMode.BRIDGE ? "br0" : "eth0"),
                mode == NetworkMode.ISOLATED ? Optional.of("lab.internal") : Optional.empty(),
                mode == NetworkMode.OPEN ? Optional.empty() : Optional.of("shop"),
                false);
    }

    @ParameterizedTest
    @EnumSource
    void aNetworkOfEachMode(NetworkMode mode) throws Exception {
        Golden.matches("network-%s.xml".formatted(mode.name().toLowerCase(Locale.ROOT)), NetworkXml.of(network(mode)));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadBack(NetworkMode mode) {
        NetworkSpec spec = network(mode);

        Network read = NetworkDescription.of(XmlTree.parse(NetworkXml.of(spec)), true, true, false);

        assertThat(read.ours()).isTrue();
        assertThat(read.mode()).contains(mode);
        assertThat(read.subnet()).isEqualTo(spec.subnet());
        assertThat(read.gateway()).isEqualTo(spec.hostAddress());
        assertThat(read.dhcp()).isEqualTo(spec.handsOut());
        assertThat(read.bridge()).isEqualTo(spec.device());
        assertThat(read.domain()).isEqualTo(spec.domain());
        assertThat(read.project()).isEqualTo(spec.project());
    }

    @Test
    void aReservation() {
        assertThat(NetworkXml.host(new Reservation(new MacAddress("52:54:00:aa:bb:cc"), SUBNET.host(10), "web")))
                .contains("mac=\"52:54:00:aa:bb:cc\"", "name=\"web\"", "ip=\"192.168.70.10\"");
    }
}
