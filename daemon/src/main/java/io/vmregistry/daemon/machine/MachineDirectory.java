package io.vmregistry.daemon.machine;

import static java.util.Objects.requireNonNull;

import io.vmregistry.daemon.hypervisor.GuestSpec;
import io.vmregistry.daemon.hypervisor.MachineName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/** A machine's folder below {@code runtime}: its record, its disk, its seed, its console. */
record MachineDirectory(Path path) {

    /** The hypervisor's user has to get at the files that it is told of, and at no others. */
    static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x"));

    private static final FileAttribute<Set<PosixFilePermission>> SECRET =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    static MachineDirectory of(Path runtime, MachineName name) {
        return new MachineDirectory(runtime.resolve(name.toString()));
    }

    Path record() {
        return path.resolve("machine.json");
    }

    Path disk() {
        return path.resolve("disk.qcow2");
    }

    Path seed() {
        return path.resolve("seed.iso");
    }

    Path consoleLog() {
        return path.resolve(GuestSpec.CONSOLE_LOG);
    }

    /**
     * Makes the folder.
     *
     * @throws java.nio.file.FileAlreadyExistsException when there is one
     */
    void create() throws IOException {
        Files.createDirectory(path, FOLDER);
        sync(requireNonNull(path.getParent()));
    }

    /** Replaces the record: after a crash there is the old one or the new one, entirely. */
    void write(MachineRecord machine) throws IOException {
        Path fresh = path.resolve("machine.json.new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, SECRET);
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(MachineRecordJson.write(machine));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, record(), StandardCopyOption.ATOMIC_MOVE);
        sync(path);
    }

    MachineRecord read() throws IOException {
        return MachineRecordJson.read(Files.readAllBytes(record()));
    }

    /** Removes the folder, the record last: what is left of an interrupted removal still says what it was. */
    void delete() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(path) && !file.equals(record())) {
                    deletePresent(file);
                }
            }
        }
        deletePresent(record());
        deletePresent(path);
        sync(requireNonNull(path.getParent()));
    }

    /** The hypervisor may have removed its own files in between. */
    private static void deletePresent(Path file) throws IOException {
        try {
            Files.delete(file);
        } catch (NoSuchFileException e) {
            return;
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
