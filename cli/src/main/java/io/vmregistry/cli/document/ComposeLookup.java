package io.vmregistry.cli.document;

import io.vmregistry.client.ClientException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the compose file of a folder: {@code VMCompose}, the only {@code *.VMCompose}, {@code vmcompose.yaml}. */
public final class ComposeLookup {

    private ComposeLookup() {}

    /** The compose file of a folder, when it has exactly one. */
    public static Path in(Path folder) {
        Path plain = folder.resolve("VMCompose");
        if (Files.isRegularFile(plain)) {
            return plain;
        }
        List<Path> named = named(folder);
        if (named.size() > 1) {
            throw new ClientException.Conflict(
                    "find the compose file of " + folder,
                    "there are several: "
                            + String.join(
                                    ", ",
                                    named.stream()
                                            .map(file -> String.valueOf(file.getFileName()))
                                            .toList()),
                    "Name one with -f.");
        }
        if (named.size() == 1) {
            return named.getFirst();
        }
        Path yaml = folder.resolve("vmcompose.yaml");
        if (Files.isRegularFile(yaml)) {
            return yaml;
        }
        throw new ClientException.NotFound(
                "find the compose file of " + folder,
                "there is no VMCompose, *.VMCompose or vmcompose.yaml",
                "Name one with -f, or run \"vmr init --compose\".");
    }

    private static List<Path> named(Path folder) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.VMCompose")) {
            files.forEach(found::add);
        } catch (IOException e) {
            throw new ClientException.LocalFault(
                    "look into " + folder, "it cannot be listed: " + e.getMessage(), "", e);
        }
        found.sort(null);
        return found;
    }
}
