package io.vmregistry.daemon.hypervisor.simulated;

import io.vmregistry.daemon.hypervisor.HypervisorException.HypervisorUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Faults on demand. The file {@code faults} in the simulated host's folder has one on each line: the operation
 * ({@code prepare}, {@code start}, {@code shutdown} or {@code state}), the machine's name or {@code *}, and the message.
 * The first line that fits is used up: removed, and its message thrown. For {@code shutdown} the guest does not listen.
 */
final class SimulatedFaults {

    /** What can be made to fail. */
    enum Operation {
        PREPARE,
        START,
        SHUTDOWN,
        STATE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Path script;

    SimulatedFaults(Path directory) {
        this.script = directory.resolve("faults");
    }

    /** The message of the fault that is due now. */
    synchronized Optional<String> take(Operation operation, String name) {
        if (!Files.exists(script)) {
            return Optional.empty();
        }
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(script));
            for (int index = 0; index < lines.size(); index++) {
                String[] words = lines.get(index).split(" ", 3);
                if (words.length == 3
                        && words[0].equals(operation.label())
                        && (words[1].equals("*") || words[1].equals(name))) {
                    lines.remove(index);
                    Files.write(script, lines);
                    return Optional.of(words[2]);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new HypervisorUnavailable("Tried to read %s but failed because %s".formatted(script, e), e);
        }
    }
}
