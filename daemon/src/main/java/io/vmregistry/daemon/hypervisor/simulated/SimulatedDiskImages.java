package io.vmregistry.daemon.hypervisor.simulated;

import io.vmregistry.daemon.disk.DiskException.DiskFailed;
import io.vmregistry.daemon.disk.DiskImages;
import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.unit.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Disks for guests that never read them: files with a line that says what they stand for. Needs no tool of QEMU. */
public final class SimulatedDiskImages implements DiskImages {

    @Override
    public void createOverlay(Path target, Path backing, DiskFormat format, ByteSize size) {
        if (!Files.isRegularFile(backing)) {
            throw new DiskFailed("Tried to make a disk on %s but failed because it is not there".formatted(backing));
        }
        write(target, "simulated overlay of %s on %s %s%n".formatted(size, format.label(), backing));
    }

    @Override
    public void createBlank(Path target, DiskFormat format, ByteSize size) {
        write(target, "simulated %s disk of %s%n".formatted(format.label(), size));
    }

    private static void write(Path target, String content) {
        try {
            Files.writeString(target, content);
        } catch (IOException e) {
            throw new DiskFailed("Tried to make the disk %s but failed because %s".formatted(target, e), e);
        }
    }
}
