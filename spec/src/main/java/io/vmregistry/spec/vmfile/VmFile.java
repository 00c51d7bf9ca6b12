package io.vmregistry.spec.vmfile;

import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.image.ImageConfig;
import io.vmregistry.spec.machine.Bootloader;
import io.vmregistry.spec.machine.ProvisionStep;
import io.vmregistry.spec.machine.SshAccess;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.unit.ByteSize;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A valid VMFile. */
public record VmFile(Metadata metadata, Spec spec) {

    /** What the image is called and what it is. */
    public record Metadata(
            RepositoryName name,
            Optional<String> description,
            Optional<String> author,
            Optional<String> source,
            Map<String, String> labels) {

        public Metadata {
            labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        }
    }

    /** The disk and the machine it wants. */
    public record Spec(
            DiskImage diskImage,
            DiskFormat diskFormat,
            Resources resources,
            Optional<SshAccess> ssh,
            List<ProvisionStep> provision) {

        public Spec {
            provision = List.copyOf(provision);
        }
    }

    /** What a machine gets unless it is told otherwise. */
    public record Resources(int cpu, ByteSize memory, Bootloader bootloader) {}

    /**
     * What the image's configuration says.
     *
     * @param virtualSize of the disk, from its own header
     */
    public ImageConfig toImageConfig(ByteSize virtualSize) {
        return new ImageConfig(
                metadata.name().value(),
                metadata.description(),
                metadata.author(),
                metadata.source(),
                metadata.labels(),
                spec.diskFormat(),
                virtualSize,
                spec.resources().cpu(),
                spec.resources().memory(),
                spec.resources().bootloader(),
                spec.ssh(),
                spec.provision());
    }
}
