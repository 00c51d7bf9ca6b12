package io.vmregistry.auth.database.embedded;

import static java.util.Objects.requireNonNull;

import io.vmregistry.auth.database.DatabaseStartException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs: those of the archive on the class path, unpacked into a directory named after its content, or others. */
final class PostgresPrograms {

    private static final int DIGEST_CHARACTERS = 16;
    private static final int EXECUTABLE = 0100;

    private final Path directory;

    private PostgresPrograms(Path directory) {
        this.directory = directory;
    }

    Path initdb() {
        return directory.resolve("bin/initdb");
    }

    Path pgCtl() {
        return directory.resolve("bin/pg_ctl");
    }

    /** @param directory holds {@code bin} with the programs */
    static PostgresPrograms at(Path directory) {
        return new PostgresPrograms(directory);
    }

    /** Unpacks the programs below {@code parent} unless they are there; those of other versions are removed. */
    static PostgresPrograms install(Path parent) throws IOException {
        String archive = archiveOfThisMachine();
        Path home = parent.resolve("programs-" + digestOf(archive));
        if (!Files.isDirectory(home)) {
            removeOthers(parent);
            Path unfinished = Files.createTempDirectory(parent, "programs-new-");
            unpack(archive, unfinished);
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        }
        return new PostgresPrograms(home);
    }

    private static String archiveOfThisMachine() {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return switch (machine.toLowerCase(Locale.ROOT)) {
            case "linux amd64" -> "/postgres-linux-x86_64.txz";
            case "linux aarch64" -> "/postgres-linux-arm_64.txz";
            default ->
                throw new DatabaseStartException(
                        "Tried to start the embedded PostgreSQL but failed because there is none for %s. Give DATABASE_URL instead."
                                .formatted(machine));
        };
    }

    private static InputStream open(String archive) {
        InputStream stream = PostgresPrograms.class.getResourceAsStream(archive);
        if (stream == null) {
            throw new DatabaseStartException(
                    "Tried to unpack PostgreSQL but failed because %s is not on the class path.".formatted(archive));
        }
        return stream;
    }

    private static String digestOf(String archive) throws IOException {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        try (InputStream content = new DigestInputStream(open(archive), sha256)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sha256.digest()).substring(0, DIGEST_CHARACTERS);
    }

    private static void unpack(String archive, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open(archive))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("%s names %s, outside of itself".formatted(archive, entry.getName()));
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(parentOf(file));
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(parentOf(file));
                    Files.copy(tar, file);
                    Files.setPosixFilePermissions(file, permissions((entry.getMode() & EXECUTABLE) != 0));
                }
            }
        }
    }

    private static Path parentOf(Path file) {
        return requireNonNull(file.getParent(), "an unpacked file stands in a directory");
    }

    private static Set<PosixFilePermission> permissions(boolean executable) {
        Set<PosixFilePermission> permissions =
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        if (executable) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
        }
        return permissions;
    }

    private static void removeOthers(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            for (Path old : children.filter(
                            child -> child.getFileName().toString().startsWith("programs-"))
                    .toList()) {
                removeTree(old);
            }
        }
    }

    static void removeTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
