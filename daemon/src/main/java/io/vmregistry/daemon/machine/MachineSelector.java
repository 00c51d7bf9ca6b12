package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.hypervisor.MachineId;
import io.vmregistry.daemon.hypervisor.MachineName;
import java.util.Optional;

/** How a user names a machine. */
public sealed interface MachineSelector {

    record ById(MachineId id) implements MachineSelector {
        @Override
        public String toString() {
            return id.toString();
        }
    }

    record ByName(MachineName name) implements MachineSelector {
        @Override
        public String toString() {
            return name.toString();
        }
    }

    static MachineSelector of(MachineName name) {
        return new ByName(name);
    }

    static MachineSelector of(MachineId id) {
        return new ById(id);
    }

    /** An id where the text is one, otherwise a name. Empty when it can be neither. */
    static Optional<MachineSelector> parse(String text) {
        Optional<MachineId> id = MachineId.parse(text);
        return id.isPresent() ? id.map(ById::new) : MachineName.parse(text).map(ByName::new);
    }
}
