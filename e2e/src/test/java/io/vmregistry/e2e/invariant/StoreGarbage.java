package io.vmregistry.e2e.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What lies in a registry's store and nothing needs, read without the product's code: blobs that no manifest names, uploads,
 * temporary files, markers of blobs and entries of manifests that are gone. Others may be writing.
 */
public final class StoreGarbage {

    private static final JsonMapper JSON = new JsonMapper();

    private StoreGarbage() {}

    /** The paths of it, relative to the store. */
    public static List<Path> in(Path store) {
        try {
            List<Path> garbage = new ArrayList<>();
            garbage.addAll(children(store.resolve("temporary")));
            garbage.addAll(children(store.resolve("uploads")));
            List<Path> manifests = below(store.resolve("manifests"));
            Set<Path> named = named(store, manifests);
            files(store.resolve("blobs")).filter(blob -> !named.contains(blob)).forEach(garbage::add);
            files(store.resolve("repositories"))
                    .filter(marker -> Files.notExists(store.resolve("blobs").resolve(digest(marker))))
                    .forEach(garbage::add);
            manifests.stream().filter(StoreGarbage::isStaleEntry).forEach(garbage::add);
            return garbage.stream().map(store::relativize).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<Path> named(Path store, List<Path> manifests) throws IOException {
        Set<Path> named = new HashSet<>();
        for (Path file : manifests) {
            if (file.endsWith("manifest.json")) {
                JsonNode manifest = JSON.readTree(Files.readAllBytes(file));
                for (JsonNode digest : manifest.findValues("digest")) {
                    named.add(store.resolve("blobs").resolve(digest.asText().replace(':', '/')));
                }
            }
        }
        return named;
    }

    /** {@code <repository>/_referrers/<algorithm>/<subject>/<algorithm>/<referrer>} without that manifest. */
    private static boolean isStaleEntry(Path file) {
        Path directory = file;
        for (int up = 0; up < 5; up++) {
            directory = directory.getParent();
        }
        return directory != null
                && directory.endsWith("_referrers")
                && Files.notExists(directory.resolveSibling("_manifests").resolve(digest(file)));
    }

    /** The last two names: an algorithm and hexadecimal digits. */
    private static Path digest(Path file) {
        int names = file.getNameCount();
        return file.subpath(names - 2, names);
    }

    private static Stream<Path> files(Path directory) throws IOException {
        return below(directory).stream();
    }

    private static List<Path> below(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(Files::isRegularFile).toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        }
    }
}
