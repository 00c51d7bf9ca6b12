package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.hypervisor.MachineId;
import io.vmregistry.daemon.hypervisor.MachineName;
import java.time.Instant;

/** Something that happened to a machine: it is in this state since then. */
public record MachineEvent(Instant time, MachineId id, MachineName name, MachineState state, String reason) {}
