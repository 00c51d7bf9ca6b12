package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.hypervisor.Accelerator;
import io.vmregistry.daemon.hypervisor.BackendTag;
import io.vmregistry.daemon.hypervisor.MachineId;
import io.vmregistry.daemon.hypervisor.MachineName;
import io.vmregistry.daemon.network.MacAddress;
import io.vmregistry.daemon.network.NetworkName;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.unit.ByteSize;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A machine as it is now.
 *
 * @param stateReason why it is in this state, when somebody would ask; otherwise empty
 * @param started when it last started; empty while it does not run
 * @param disk its own disk's file
 * @param dataDisks files of the disks that outlive it
 * @param warnings what its user should know although it was made
 */
public record Machine(
        MachineId id,
        MachineName name,
        BackendTag backend,
        Optional<Accelerator> accelerator,
        ImageReference image,
        Digest imageDigest,
        MachineState state,
        String stateReason,
        Instant created,
        Optional<Instant> started,
        int cpus,
        ByteSize memory,
        Path disk,
        ByteSize diskSize,
        boolean ephemeral,
        List<Path> dataDisks,
        List<Interface> interfaces,
        Path consoleLog,
        Map<String, String> labels,
        Optional<ProjectMembership> project,
        List<String> warnings) {

    public Machine {
        dataDisks = List.copyOf(dataDisks);
        interfaces = List.copyOf(interfaces);
        labels = Map.copyOf(labels);
        warnings = List.copyOf(warnings);
    }

    /**
     * A network card.
     *
     * @param addresses that the guest is known to have there, the newest first
     */
    public record Interface(NetworkName network, MacAddress mac, List<InetAddress> addresses) {
        public Interface {
            addresses = List.copyOf(addresses);
        }
    }

    /** All addresses, the first network's first. */
    public List<InetAddress> addresses() {
        return interfaces.stream().flatMap(card -> card.addresses().stream()).toList();
    }
}
