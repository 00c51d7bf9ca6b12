package io.vmregistry.daemon.cloudinit;

import static java.util.Objects.requireNonNull;

import io.vmregistry.daemon.disk.HostTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Seeds as ISO 9660 images labelled {@code cidata}, with Joliet and Rock Ridge names, which is what cloud-init's NoCloud
 * source looks for. Made by {@code xorriso} or {@code genisoimage}, whichever the host has.
 */
public final class IsoSeedImages implements SeedImages {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @Override
    public void write(Seed seed, Path target) {
        Path folder = requireNonNull(target.toAbsolutePath().getParent());
        Path fresh = folder.resolve(target.getFileName() + ".new");
        try {
            Path content = Files.createTempDirectory(
                    folder, "seed", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                for (Map.Entry<String, String> file : seed.files().entrySet()) {
                    Files.writeString(content.resolve(file.getKey()), file.getValue());
                }
                Files.deleteIfExists(fresh);
                // The image carries what the user data carries, so it is as closed from its first byte.
                Files.createFile(
                        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                pack(content, List.copyOf(seed.files().keySet()), fresh);
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                delete(content);
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new SeedException(
                    "Tried to write the cloud-init seed %s but failed because %s".formatted(target, e.getMessage()), e);
        }
    }

    private static void pack(Path content, List<String> names, Path image) throws IOException {
        List<String> options =
                new ArrayList<>(List.of("-quiet", "-output", image.toString(), "-volid", "cidata", "-joliet", "-rock"));
        options.addAll(names);
        for (List<String> program : List.of(List.of("genisoimage"), List.of("xorriso", "-as", "genisoimage"))) {
            if (!isInstalled(program.getFirst())) {
                continue;
            }
            HostTool.Result result = HostTool.run(
                    content,
                    DEADLINE,
                    Stream.concat(program.stream(), options.stream()).toList());
            if (!result.succeeded()) {
                throw new IOException(program.getFirst() + " said: " + result.output());
            }
            return;
        }
        throw new IOException(
                "neither genisoimage nor xorriso is installed. On Debian each is in the package of its name.");
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
