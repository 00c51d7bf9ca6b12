package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.hypervisor.MachineName;
import io.vmregistry.daemon.machine.MachineException.HostFailed;
import io.vmregistry.daemon.machine.MachineException.HostFull;
import io.vmregistry.daemon.machine.MachineException.MachineExists;
import io.vmregistry.daemon.machine.MachineException.WrongState;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The records of all machines: on disk, and in memory what is on disk. */
final class MachineRecords {

    private static final Logger LOG = Logger.getLogger(MachineRecords.class);

    private final Path runtime;
    private final Map<MachineName, MachineRecord> machines = new ConcurrentSkipListMap<>();
    private final Map<MachineName, String> unreadable = new ConcurrentSkipListMap<>();

    MachineRecords(Path runtime) {
        this.runtime = runtime;
        try {
            Files.createDirectories(runtime);
            try (Stream<Path> folders = Files.list(runtime)) {
                folders.filter(Files::isDirectory).forEach(this::load);
            }
        } catch (IOException e) {
            throw new HostFailed("Tried to read the machines in %s but failed because %s".formatted(runtime, e), e);
        }
    }

    /** An unreadable record is reported and left alone: its name stays taken, and nothing of it is removed. */
    private void load(Path folder) {
        Optional<MachineName> name = MachineName.parse(String.valueOf(folder.getFileName()));
        if (name.isEmpty()) {
            return;
        }
        MachineDirectory directory = new MachineDirectory(folder);
        try {
            if (!Files.exists(directory.record())) {
                // A daemon died between making the folder and writing the record: there is nothing in it yet.
                directory.delete();
                return;
            }
            machines.put(name.get(), directory.read());
        } catch (IOException e) {
            LOG.errorf("The record of machine \"%s\" cannot be used: %s", name.get(), e.getMessage());
            unreadable.put(name.get(), String.valueOf(e.getMessage()));
        }
    }

    MachineDirectory directory(MachineName name) {
        return MachineDirectory.of(runtime, name);
    }

    List<MachineRecord> all() {
        return List.copyOf(machines.values());
    }

    /**
     * All machines, for whoever takes away what none of them needs.
     *
     * @throws WrongState while there is a record that cannot be read: what its machine needs is not known
     */
    List<MachineRecord> allForCertain() {
        unreadable.forEach((name, reason) -> {
            throw new WrongState(
                    ("Tried to find out what machines rest on but failed because the record %s of machine \"%s\" cannot be read: %s. "
                                    + "Repair or restore that file, or move the folder away if nobody needs the machine; then start the daemon again.")
                            .formatted(directory(name).record(), name, reason));
        });
        return all();
    }

    Optional<MachineRecord> find(MachineSelector selector) {
        return switch (selector) {
            case MachineSelector.ByName(MachineName name) -> Optional.ofNullable(machines.get(name));
            case MachineSelector.ById(var id) ->
                machines.values().stream()
                        .filter(machine -> machine.id().equals(id))
                        .findFirst();
        };
    }

    boolean isTaken(MachineName name) {
        return machines.containsKey(name) || Files.exists(directory(name).path());
    }

    /**
     * Records a new machine.
     *
     * @throws MachineExists when its name is taken
     */
    void create(MachineRecord machine) {
        MachineDirectory directory = directory(machine.name());
        try {
            directory.create();
        } catch (FileAlreadyExistsException e) {
            throw new MachineExists(machine.name());
        } catch (IOException e) {
            throw failure(machine.name(), e);
        }
        write(machine);
    }

    void update(MachineRecord machine) {
        write(machine);
    }

    private void write(MachineRecord machine) {
        try {
            directory(machine.name()).write(machine);
            machines.put(machine.name(), machine);
        } catch (IOException e) {
            throw failure(machine.name(), e);
        }
    }

    /** Removes a machine's folder with all that is in it. */
    void delete(MachineName name) {
        try {
            directory(name).delete();
            machines.remove(name);
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    static MachineException failure(MachineName name, IOException cause) {
        String reason = String.valueOf(cause.getMessage());
        String message = "Tried to record machine \"%s\" but failed because %s".formatted(name, reason);
        return reason.toLowerCase(Locale.ROOT).contains("no space left on device")
                ? new HostFull(message + ". Free some room, then do it again.", cause)
                : new HostFailed(message, cause);
    }
}
