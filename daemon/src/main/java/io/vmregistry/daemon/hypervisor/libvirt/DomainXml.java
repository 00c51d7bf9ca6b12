package io.vmregistry.daemon.hypervisor.libvirt;

import io.vmregistry.daemon.hypervisor.Accelerator;
import io.vmregistry.daemon.hypervisor.ConsoleEndpoint;
import io.vmregistry.daemon.hypervisor.GuestDisk;
import io.vmregistry.daemon.hypervisor.GuestInterface;
import io.vmregistry.daemon.hypervisor.GuestSpec;
import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.machine.Bootloader;
import io.vmregistry.spec.unit.ByteSize;
import java.nio.file.Path;

/**
 * A guest as libvirt's domain XML (libvirt.org, "Domain XML format").
 *
 * <p>BIOS guests get the {@code pc} machine: its virtio devices are transitional and its CD-ROM is IDE, so that old
 * systems and installers find them. UEFI guests get {@code q35}, which Secure Boot needs. The seed sits on virtio-scsi,
 * because cloud kernels have neither IDE nor SATA drivers.
 */
final class DomainXml {

    private final GuestSpec guest;
    private final Accelerator accelerator;
    private final String type;

    private DomainXml(GuestSpec guest, Accelerator accelerator, String type) {
        this.guest = guest;
        this.accelerator = accelerator;
        this.type = type;
    }

    static String of(GuestSpec guest, Accelerator accelerator) {
        return new DomainXml(guest, accelerator, accelerator == Accelerator.KVM ? "kvm" : "qemu").text();
    }

    /** For libvirt's own test driver, which takes the same elements under another type. */
    static String forTestDriver(GuestSpec guest) {
        return new DomainXml(guest, Accelerator.TCG, "test").text();
    }

    private String text() {
        return XmlDocument.of("domain", new String[] {"type", type}, domain -> {
            domain.text("name", guest.name().toString());
            domain.text("uuid", guest.id().toString());
            domain.element("metadata", metadata -> metadata.mark(Mark.MACHINE));
            domain.text("memory", Long.toString(guest.memory().bytes() / ByteSize.KIB), "unit", "KiB");
            domain.text("vcpu", Integer.toString(guest.cpus()), "placement", "static");
            firmware(domain);
            features(domain);
            processor(domain);
            domain.element(
                    "clock",
                    new String[] {"offset", "utc"},
                    clock -> clock.empty("timer", "name", "rtc", "tickpolicy", "catchup")
                            .empty("timer", "name", "pit", "tickpolicy", "delay")
                            .empty("timer", "name", "hpet", "present", "no"));
            domain.text("on_poweroff", "destroy");
            domain.text("on_reboot", "restart");
            domain.text("on_crash", "destroy");
            domain.element("devices", this::devices);
        });
    }

    private void firmware(XmlDocument domain) {
        switch (guest.bootloader()) {
            case Bootloader.Bios() ->
                domain.element("os", os -> os.text("type", "hvm", "arch", "x86_64", "machine", "pc"));
            case Bootloader.Uefi(boolean secureBoot) ->
                domain.element("os", new String[] {"firmware", "efi"}, os -> {
                    os.text("type", "hvm", "arch", "x86_64", "machine", "q35");
                    os.element("firmware", firmware -> {
                        firmware.empty("feature", "enabled", secureBoot ? "yes" : "no", "name", "secure-boot");
                        firmware.empty("feature", "enabled", secureBoot ? "yes" : "no", "name", "enrolled-keys");
                    });
                    if (secureBoot) {
                        os.empty("loader", "secure", "yes");
                    }
                });
        }
    }

    private void features(XmlDocument domain) {
        boolean secureBoot = guest.bootloader() instanceof Bootloader.Uefi(boolean secure) && secure;
        domain.element("features", features -> {
            features.empty("acpi").empty("apic");
            if (secureBoot) {
                features.empty("smm", "state", "on");
            }
        });
    }

    private void processor(XmlDocument domain) {
        switch (accelerator) {
            case KVM -> domain.empty("cpu", "mode", "host-passthrough", "check", "none");
            // "maximum" doubles a guest's boot time under emulation.
            case TCG ->
                domain.element(
                        "cpu",
                        new String[] {"mode", "custom", "match", "exact", "check", "none"},
                        cpu -> cpu.text("model", "qemu64", "fallback", "allow"));
        }
    }

    private void devices(XmlDocument devices) {
        int order = 1;
        for (GuestDisk disk : guest.disks()) {
            disk(devices, disk, order++);
        }
        if (guest.installer().isPresent()) {
            String bus = guest.bootloader() instanceof Bootloader.Bios ? "ide" : "sata";
            cdrom(devices, guest.installer().get(), bus.equals("ide") ? "hdc" : "sdz", bus, order);
        }
        guest.seed().ifPresent(seed -> {
            devices.empty("controller", "type", "scsi", "index", "0", "model", "virtio-scsi");
            cdrom(devices, seed, "sda", "scsi", 0);
        });
        devices.empty("controller", "type", "usb", "model", "none");
        guest.interfaces().forEach(card -> networkCard(devices, card));
        console(devices);
        devices.element(
                "channel",
                new String[] {"type", "unix"},
                channel -> channel.empty("target", "type", "virtio", "name", "org.qemu.guest_agent.0"));
        devices.element(
                "rng", new String[] {"model", "virtio"}, rng -> rng.text("backend", "/dev/urandom", "model", "random"));
        devices.empty("memballoon", "model", "virtio");
        devices.empty("panic", "model", "isa");
    }

    private static void disk(XmlDocument devices, GuestDisk disk, int order) {
        devices.element(
                "disk",
                new String[] {"type", "file", "device", "disk"},
                element -> element.empty(
                                "driver",
                                "name",
                                "qemu",
                                "type",
                                disk.format() == DiskFormat.QCOW2 ? "qcow2" : "raw",
                                "discard",
                                "unmap")
                        .empty("source", "file", disk.file().toString())
                        .empty("target", "dev", disk.device(), "bus", "virtio")
                        .empty("boot", "order", Integer.toString(order)));
    }

    /** Order 0: not booted from. */
    private static void cdrom(XmlDocument devices, Path image, String device, String bus, int order) {
        devices.element("disk", new String[] {"type", "file", "device", "cdrom"}, element -> {
            element.empty("driver", "name", "qemu", "type", "raw")
                    .empty("source", "file", image.toString())
                    .empty("target", "dev", device, "bus", bus)
                    .empty("readonly");
            if (order > 0) {
                element.empty("boot", "order", Integer.toString(order));
            }
        });
    }

    private static void networkCard(XmlDocument devices, GuestInterface card) {
        devices.element(
                "interface",
                new String[] {"type", "network"},
                element -> element.empty("mac", "address", card.mac().toString())
                        .empty("source", "network", card.network().toString())
                        .empty("model", "type", "virtio"));
    }

    private void console(XmlDocument devices) {
        String log = guest.consoleLog().toString();
        switch (ConsoleSocket.of(guest)) {
            case ConsoleEndpoint.UnixSocket(Path path) ->
                devices.element(
                        "serial",
                        new String[] {"type", "unix"},
                        serial -> serial.empty("source", "mode", "bind", "path", path.toString())
                                .empty("log", "file", log, "append", "off")
                                .empty("target", "port", "0"));
            case ConsoleEndpoint.Terminal(Path ignored) ->
                devices.element(
                        "serial",
                        new String[] {"type", "pty"},
                        serial -> serial.empty("log", "file", log, "append", "off")
                                .empty("target", "port", "0"));
        }
    }
}
