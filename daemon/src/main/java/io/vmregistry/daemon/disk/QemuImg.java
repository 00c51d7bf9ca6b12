package io.vmregistry.daemon.disk;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmregistry.daemon.disk.DiskException.DiskFailed;
import io.vmregistry.daemon.disk.DiskException.DiskFull;
import io.vmregistry.daemon.disk.DiskException.DiskUnfit;
import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.unit.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jboss.logging.Logger;

/** Disk files made by QEMU's {@code qemu-img}. */
public final class QemuImg implements DiskImages {

    /** Making an overlay takes milliseconds; a host that needs this long is in trouble. */
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** libvirt hands the file over to QEMU's user; nobody else has to read a guest's disk. */
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final Logger LOG = Logger.getLogger(QemuImg.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String program;

    public QemuImg() {
        this("qemu-img");
    }

    QemuImg(String program) {
        this.program = program;
    }

    @Override
    public void createOverlay(Path target, Path backing, DiskFormat format, ByteSize size) {
        JsonNode backingInfo = info(target, backing, format);
        if (backingInfo.has("backing-filename")
                || backingInfo.at("/format-specific/data/data-file").isTextual()) {
            throw new DiskUnfit(
                    "Tried to make a disk on %s but failed because that image names another file of the host as its content. Import an image that stands alone: \"qemu-img convert -O qcow2\" makes one."
                            .formatted(backing));
        }
        ByteSize least = new ByteSize(backingInfo.path("virtual-size").asLong());
        if (size.compareTo(least) < 0) {
            throw new DiskUnfit(
                    "Tried to make a disk of %s but failed because the image's disk has %s. A disk can only grow."
                            .formatted(size, least));
        }
        create(
                target,
                List.of(
                        "-f",
                        "qcow2",
                        "-F",
                        label(format),
                        "-b",
                        backing.toAbsolutePath().toString()),
                size);
    }

    @Override
    public void createBlank(Path target, DiskFormat format, ByteSize size) {
        create(target, List.of("-f", label(format)), size);
    }

    private JsonNode info(Path target, Path disk, DiskFormat format) {
        HostTool.Result result =
                run(target, List.of("info", "--output=json", "-f", label(format), "-U", disk.toString()));
        if (!result.succeeded()) {
            throw failure("read the disk " + disk, result);
        }
        try {
            return JSON.readTree(result.output());
        } catch (JsonProcessingException e) {
            throw new DiskFailed(
                    "Tried to read the disk %s but failed because %s answered no JSON".formatted(disk, program), e);
        }
    }

    private void create(Path target, List<String> options, ByteSize size) {
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        List<String> arguments = new ArrayList<>(List.of("create", "-q"));
        arguments.addAll(options);
        arguments.add(fresh.toString());
        arguments.add(Long.toString(size.bytes()));
        try {
            // qemu-img fills a file that is there and leaves its mode alone.
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PRIVATE);
            HostTool.Result result = run(target, arguments);
            if (!result.succeeded()) {
                throw failure("make the disk " + target, result);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new DiskFailed("Tried to make the disk %s but failed because %s".formatted(target, e), e);
        } finally {
            discard(fresh);
        }
    }

    private HostTool.Result run(Path target, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        try {
            return HostTool.run(requireNonNull(target.toAbsolutePath().getParent()), DEADLINE, command);
        } catch (IOException e) {
            throw new DiskFailed(
                    "Tried to run %s but failed because %s. On Debian it is in the package qemu-utils."
                            .formatted(program, e.getMessage()),
                    e);
        }
    }

    private static DiskException failure(String action, HostTool.Result result) {
        String message = "Tried to %s but failed because qemu-img said: %s".formatted(action, result.output());
        return result.output().toLowerCase(Locale.ROOT).contains("no space left on device")
                ? new DiskFull(message)
                : new DiskFailed(message);
    }

    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The next attempt replaces it, and it goes with its folder.
            LOG.debugf(e, "%s stays", file);
        }
    }

    /** An ISO image's bytes are those of a raw disk. */
    private static String label(DiskFormat format) {
        return switch (format) {
            case QCOW2 -> "qcow2";
            case RAW, ISO -> "raw";
        };
    }
}
