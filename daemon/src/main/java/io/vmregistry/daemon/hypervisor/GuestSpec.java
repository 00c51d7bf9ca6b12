package io.vmregistry.daemon.hypervisor;

import io.vmregistry.spec.machine.Bootloader;
import io.vmregistry.spec.unit.ByteSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything a backend has to know to make a guest. Files exist before it is prepared.
 *
 * @param installer an ISO image that the guest boots from when its disks hold nothing bootable
 * @param seed the cloud-init ISO image
 * @param directory the machine's own, absolute; the console's log and socket are made in it
 */
public record GuestSpec(
        MachineId id,
        MachineName name,
        int cpus,
        ByteSize memory,
        Bootloader bootloader,
        List<GuestDisk> disks,
        Optional<Path> installer,
        Optional<Path> seed,
        List<GuestInterface> interfaces,
        Path directory) {

    /** The console's log, inside the machine's directory. */
    public static final String CONSOLE_LOG = "console.log";

    public GuestSpec {
        disks = List.copyOf(disks);
        interfaces = List.copyOf(interfaces);
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException("a machine's directory has to be absolute: " + directory);
        }
        if (cpus < 1) {
            throw new IllegalArgumentException("a guest needs a processor, not " + cpus);
        }
    }

    public Path consoleLog() {
        return directory.resolve(CONSOLE_LOG);
    }
}
