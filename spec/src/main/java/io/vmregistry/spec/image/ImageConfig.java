package io.vmregistry.spec.image;

import io.vmregistry.spec.machine.Bootloader;
import io.vmregistry.spec.machine.ProvisionStep;
import io.vmregistry.spec.machine.SshAccess;
import io.vmregistry.spec.unit.ByteSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the configuration's blob says of an image: the VMFile's content, the disk's format and its virtual size.
 *
 * @param name the VMFile's {@code metadata.name}
 * @param virtualSize what the guest sees of the disk
 * @param cpu virtual processors
 * @param ssh how {@code vmr ssh} reaches the guest, when the VMFile says so
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
        Optional<SshAccess> ssh,
        List<ProvisionStep> provision) {

    public ImageConfig {
        if (cpu < 1) {
            throw new IllegalArgumentException("a machine has at least one processor: " + cpu);
        }
        labels = Map.copyOf(labels);
        provision = List.copyOf(provision);
    }
}
