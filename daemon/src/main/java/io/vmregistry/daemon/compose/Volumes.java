package io.vmregistry.daemon.compose;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vmregistry.daemon.compose.plan.Present.Ownership;
import io.vmregistry.daemon.compose.plan.Present.PresentVolume;
import io.vmregistry.daemon.compose.plan.VolumeSpec;
import io.vmregistry.daemon.disk.DiskImages;
import io.vmregistry.spec.compose.ProjectName;
import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.unit.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Data disks by name: {@code <name>.qcow2} or {@code <name>.raw}, and {@code <name>.json} that says whose it is. A volume is
 * there from the moment its description is, which is written after the disk.
 */
final class Volumes {

    private static final String DESCRIPTION = ".json";
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Path directory;
    private final DiskImages disks;
    private final ReadWriteLock using = new ReentrantReadWriteLock();

    Volumes(Path directory, DiskImages disks) {
        this.directory = directory.toAbsolutePath().normalize();
        this.disks = disks;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new ComposeException.HostFailed(
                    "Tried to make the directory %s but failed because %s".formatted(directory, e), e);
        }
    }

    /** A disk that a machine can be given. */
    record VolumeFile(Path file, DiskFormat format) {}

    private record Description(String project, long size, String format) {}

    List<PresentVolume> list() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(DESCRIPTION))
                    .map(name -> name.substring(0, name.length() - DESCRIPTION.length()))
                    .sorted()
                    .map(this::present)
                    .toList();
        } catch (IOException e) {
            throw failure("list the volumes", e);
        }
    }

    private PresentVolume present(String name) {
        Description description = describe(name);
        VolumeSpec.Own spec = new VolumeSpec.Own(name, name, new ByteSize(description.size()), format(description));
        return new PresentVolume(
                name,
                ProjectName.parse(description.project()).map(project -> Ownership.of(project, spec.configuration())));
    }

    /** Where a volume is; empty when there is none of that name. */
    Optional<VolumeFile> find(String name) {
        if (!Files.exists(directory.resolve(name + DESCRIPTION))) {
            return Optional.empty();
        }
        DiskFormat format = format(describe(name));
        return Optional.of(new VolumeFile(directory.resolve(name + "." + format.label()), format));
    }

    /** Makes an empty disk. What a daemon that died in the middle left of it is replaced. */
    void create(ProjectName project, VolumeSpec.Own volume) {
        disks.createBlank(
                directory.resolve(volume.name() + "." + volume.format().label()), volume.format(), volume.size());
        try {
            StateFile.write(
                    directory.resolve(volume.name() + DESCRIPTION),
                    JSON.writeValueAsBytes(new Description(
                            project.value(),
                            volume.size().bytes(),
                            volume.format().label())));
        } catch (IOException e) {
            throw failure("create volume \"" + volume.name() + "\"", e);
        }
    }

    /** The name of the volume whose disk a file is; empty for one that is none of ours. */
    Optional<String> nameOf(Path disk) {
        Path file = disk.toAbsolutePath().normalize();
        return Optional.ofNullable(file.getFileName())
                .map(String::valueOf)
                .filter(name -> directory.equals(file.getParent()))
                .filter(name -> name.contains("."))
                .map(name -> name.substring(0, name.lastIndexOf('.')));
    }

    /** Held while machines are given volumes: none is removed between being found and being on record as used. */
    Lock giving() {
        return using.readLock();
    }

    /**
     * Removes a volume with its data. Nothing happens when there is none of that name.
     *
     * @param disksInUse of all machines of the host, asked when no machine can be given a volume any more
     * @throws ComposeException.InvalidRequest when it is one of these
     */
    void remove(String name, Supplier<Stream<Path>> disksInUse) {
        using.writeLock().lock();
        try {
            if (disksInUse.get().flatMap(disk -> nameOf(disk).stream()).anyMatch(name::equals)) {
                throw new ComposeException.InvalidRequest(
                        "Tried to remove volume \"%s\" but failed because a machine uses it. Remove the machine first."
                                .formatted(name));
            }
            delete(name);
        } finally {
            using.writeLock().unlock();
        }
    }

    private void delete(String name) {
        try {
            Files.deleteIfExists(directory.resolve(name + DESCRIPTION));
            for (DiskFormat format : DiskFormat.values()) {
                Files.deleteIfExists(directory.resolve(name + "." + format.label()));
            }
            StateFile.sync(directory);
        } catch (IOException e) {
            throw failure("remove volume \"" + name + "\"", e);
        }
    }

    private Description describe(String name) {
        try {
            return JSON.readValue(Files.readAllBytes(directory.resolve(name + DESCRIPTION)), Description.class);
        } catch (IOException e) {
            throw failure("read what volume \"" + name + "\" is", e);
        }
    }

    private static DiskFormat format(Description description) {
        return DiskFormat.parse(description.format()).orElse(DiskFormat.RAW);
    }

    private static ComposeException failure(String what, IOException cause) {
        return new ComposeException.HostFailed("Tried to %s but failed because %s".formatted(what, cause), cause);
    }
}
