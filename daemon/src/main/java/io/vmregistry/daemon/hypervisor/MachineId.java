package io.vmregistry.daemon.hypervisor;

import java.util.Optional;
import java.util.UUID;

/** What names a machine for ever. It is its domain's uuid as well, so that a domain can be defined again. */
public record MachineId(UUID value) {

    public static Optional<MachineId> parse(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            return uuid.toString().equals(text) ? Optional.of(new MachineId(uuid)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
