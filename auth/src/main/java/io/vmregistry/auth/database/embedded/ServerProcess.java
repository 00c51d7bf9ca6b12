package io.vmregistry.auth.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The PostgreSQL server process of a data directory, found through its {@code postmaster.pid}. */
final class ServerProcess {

    private static final String PID_FILE = "postmaster.pid";

    private ServerProcess() {}

    /** The process that serves the directory now, whoever started it. */
    static Optional<ProcessHandle> of(Path data) throws IOException {
        return recordedPid(data).flatMap(ProcessHandle::of).filter(process -> serves(process, data));
    }

    /**
     * Removes a pid file whose number has meanwhile been given to a process of another kind: PostgreSQL would take that
     * process for itself and refuse to start. Any other pid file stays, as PostgreSQL judges it better.
     */
    static void removeMisleadingPidFile(Path data) throws IOException {
        Optional<ProcessHandle> process = recordedPid(data).flatMap(ProcessHandle::of);
        if (process.isPresent() && !serves(process.get(), data)) {
            Files.deleteIfExists(data.resolve(PID_FILE));
        }
    }

    private static Optional<Long> recordedPid(Path data) throws IOException {
        Path file = data.resolve(PID_FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        return lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,18}")
                ? Optional.empty()
                : Optional.of(Long.valueOf(lines.getFirst().strip()));
    }

    /** A server works inside of its data directory: that survives a rename, which its command line does not. */
    private static boolean serves(ProcessHandle process, Path data) {
        Path place = Path.of("/proc", Long.toString(process.pid()));
        try {
            return Files.isSameFile(place.resolve("cwd"), data)
                    && Files.readString(place.resolve("comm")).startsWith("postgres");
        } catch (IOException e) {
            return false;
        }
    }
}
