package io.vmregistry.e2e.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the product lies: the folder of the build whose {@code bin/} holds the launchers. */
public final class Launchers {

    private Launchers() {}

    /** The product's folder: the system property {@code vmregistry.home}, or the nearest folder above that has one. */
    public static Path home() {
        return Optional.ofNullable(System.getProperty("vmregistry.home"))
                .map(Path::of)
                .orElseGet(Launchers::nearest);
    }

    /** A launcher by its name, such as {@code vmr}. */
    static Path launcher(String name) {
        return home().resolve("bin").resolve(name);
    }

    private static Path nearest() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && Files.notExists(directory.resolve("bin/vmr"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException(
                    "Tried to find bin/vmr above the working folder but failed. Set -Dvmregistry.home.");
        }
        return directory;
    }
}
