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
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The records of all machines: on disk, and in memory what is on disk. */
final class MachineRecords implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(MachineRecords.class);

    private final Path runtime;
    private final Map<MachineName, MachineRecord> machines = new ConcurrentSkipListMap<>();
    private final Map<MachineName, String> unreadable = new ConcurrentSkipListMap<>();
    private final ReadWriteLock closing = new ReentrantReadWriteLock();
    private volatile boolean closed;

    MachineRecords(Path runtime) {
        this.runtime = runtime;
        try {
            Files.createDirectories(runtime, MachineDirectory.FOLDER);
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
        change(machine.name(), directory -> {
            try {
                directory.create();
            } catch (FileAlreadyExistsException e) {
                throw new MachineExists(machine.name());
            }
            directory.write(machine);
            machines.put(machine.name(), machine);
        });
    }

    /** Replaces a machine's record. The caller holds the machine's lock: two writers would share one temporary file. */
    void update(MachineRecord machine) {
        change(machine.name(), directory -> {
            directory.write(machine);
            machines.put(machine.name(), machine);
        });
    }

    /** Removes a machine's folder with all that is in it. */
    void delete(MachineName name) {
        change(name, directory -> {
            directory.delete();
            machines.remove(name);
        });
    }

    private interface Change {
        void on(MachineDirectory directory) throws IOException;
    }

    /** Machines do not wait for each other here, only {@link #close} waits for all of them. */
    private void change(MachineName name, Change change) {
        Lock changing = closing.readLock();
        changing.lock();
        try {
            if (closed) {
                throw new HostFailed(
                        "Tried to record machine \"%s\" but failed because the daemon is stopping. The next one goes on from the record."
                                .formatted(name));
            }
            change.on(directory(name));
        } catch (IOException e) {
            throw failure(name, e);
        } finally {
            changing.unlock();
        }
    }

    /** Nothing is written any more once this returns: the folders may belong to another daemon then. */
    @Override
    public void close() {
        closing.writeLock().lock();
        try {
            closed = true;
        } finally {
            closing.writeLock().unlock();
        }
    }

    boolean isClosed() {
        return closed;
    }

    static MachineException failure(MachineName name, IOException cause) {
        String reason = String.valueOf(cause.getMessage());
        String message = "Tried to record machine \"%s\" but failed because %s".formatted(name, reason);
        return reason.toLowerCase(Locale.ROOT).contains("no space left on device")
                ? new HostFull(message + ". Free some room, then do it again.", cause)
                : new HostFailed(message, cause);
    }
}
