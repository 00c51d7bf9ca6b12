package io.vmregistry.auth.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The PostgreSQL server process of a data directory, found through its {@code postmaster.pid}. */
final class ServerProcess {

    private static final String PID_FILE = "postmaster.pid";

    /** PostgreSQL's documentation, "pidfile.h": the process, and the port, on lines of their own. */
    private static final int PID_LINE = 0;

    private static final int PORT_LINE = 3;

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

    /** The port on which the process of the directory listens; empty when there is none. */
    static Optional<Integer> portOf(Path data) throws IOException {
        return of(data).isPresent() ? number(data, PORT_LINE).map(Math::toIntExact) : Optional.empty();
    }

    private static Optional<Long> recordedPid(Path data) throws IOException {
        return number(data, PID_LINE);
    }

    private static Optional<Long> number(Path data, int line) throws IOException {
        Path file = data.resolve(PID_FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Files.readAllLines(file).stream()
                .skip(line)
                .findFirst()
                .map(String::strip)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::valueOf);
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
