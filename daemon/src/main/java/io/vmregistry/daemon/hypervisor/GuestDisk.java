package io.vmregistry.daemon.hypervisor;

import io.vmregistry.spec.image.DiskFormat;
import java.nio.file.Path;

/**
 * A disk that a guest sees.
 *
 * @param file absolute
 * @param device the guest's name for it, such as {@code vda}; the order of boot follows the order of disks
 */
public record GuestDisk(Path file, DiskFormat format, String device) {

    public GuestDisk {
        if (!file.isAbsolute()) {
            throw new IllegalArgumentException("a disk's path has to be absolute: " + file);
        }
    }
}
