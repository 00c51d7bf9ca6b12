package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.cloudinit.CloudInit;
import io.vmregistry.daemon.hypervisor.BackendTag;
import io.vmregistry.daemon.hypervisor.MachineName;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.unit.ByteSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A machine as somebody wants it. What is not given is the image's.
 *
 * @param name derived from the image's when not given, and made unique
 * @param diskSize grows the disk; smaller than the image is refused
 * @param ephemeral the disk's changes are discarded at each start
 * @param ports refused while forwarding is not part of the daemon
 */
public record RunRequest(
        ImageReference image,
        Optional<MachineName> name,
        Optional<Integer> cpus,
        Optional<ByteSize> memory,
        Optional<ByteSize> diskSize,
        boolean ephemeral,
        CloudInit cloudInit,
        NetworkChoice networks,
        List<DataDisk> dataDisks,
        List<PortForward> ports,
        Optional<BackendTag> backend,
        Map<String, String> labels,
        Optional<ProjectMembership> project) {

    public RunRequest {
        dataDisks = List.copyOf(dataDisks);
        ports = List.copyOf(ports);
        labels = Map.copyOf(labels);
    }

    /** An image as it is, on the default network. */
    public static RunRequest of(ImageReference image) {
        return new RunRequest(
                image,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                CloudInit.GENERATED,
                new NetworkChoice.Standard(false),
                List.of(),
                List.of(),
                Optional.empty(),
                Map.of(),
                Optional.empty());
    }

    public RunRequest named(MachineName wanted) {
        return new RunRequest(
                image,
                Optional.of(wanted),
                cpus,
                memory,
                diskSize,
                ephemeral,
                cloudInit,
                networks,
                dataDisks,
                ports,
                backend,
                labels,
                project);
    }
}
