package io.vmregistry.spec.image;

import io.vmregistry.spec.unit.ByteSize;
import java.util.Map;
import java.util.Optional;

/**
 * What the configuration's blob says of an image: the VMFile's content, the disk's format and its virtual size.
 *
 * @param name the VMFile's {@code metadata.name}
 * @param virtualSize what the guest sees of the disk
 * @param cpu virtual processors
 * @param sshUser the account that {@code vmr ssh} uses, when the VMFile named one
 */
public record ImageConfig(
        String name,
        Optional<String> description,
        Optional<String> author,
        Optional<String> source,
        Map<String, String> labels,
        DiskFormat diskFormat,
        ByteSize virtualSize,
        int cpu,
        ByteSize memory,
        Bootloader bootloader,
        Optional<String> sshUser,
        int sshPort) {

    public ImageConfig {
        labels = Map.copyOf(labels);
    }

    /** How the guest's firmware starts it. */
    public sealed interface Bootloader {
        record Bios() implements Bootloader {}

        record Uefi(boolean secureBoot) implements Bootloader {}
    }
}
