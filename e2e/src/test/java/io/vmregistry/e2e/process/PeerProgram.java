package io.vmregistry.e2e.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/** Programs of others that not every system has as a package: found, built or unpacked once. */
public final class PeerProgram {

    private static final Map<String, Path> FOUND = new ConcurrentHashMap<>();

    private PeerProgram() {}

    /** Where a program is. A test that needs one that cannot be had is skipped, and says why. */
    public static Path find(String name) {
        return FOUND.computeIfAbsent(name, PeerProgram::get);
    }

    private static Path get(String name) {
        List<String> said;
        try {
            said = Commands.run(Launchers.home().resolve("e2e/bin/peer-program").toString(), name)
                    .strip()
                    .lines()
                    .toList();
        } catch (IllegalStateException e) {
            return Assumptions.abort(e.getMessage());
        }
        return Path.of(said.getLast());
    }
}
