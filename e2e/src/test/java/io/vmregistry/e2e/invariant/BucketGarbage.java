package io.vmregistry.e2e.invariant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What garbage collection should have freed of a bucket, whose object store keeps each object as a file. */
public record BucketGarbage(int manifests, List<String> garbage) {

    private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64})");

    /** Blobs that no manifest names, and bytes that no blob is a pointer to. A pointer is an object of one byte. */
    public static BucketGarbage in(Path bucket) {
        List<Path> manifests = files(bucket.resolve("manifests"))
                .filter(path -> path.endsWith("manifest.json"))
                .toList();
        Set<String> named = manifests.stream()
                .flatMap(manifest -> DIGEST.matcher(new String(StoreInvariants.read(manifest), UTF_8))
                        .results())
                .map(digest -> digest.group(1))
                .collect(Collectors.toSet());
        List<Path> blobs = files(bucket.resolve("blobs")).toList();
        List<String> garbage = new ArrayList<>(blobs.stream()
                .filter(blob -> !named.contains(String.valueOf(blob.getFileName())))
                .map(blob -> bucket.relativize(blob).toString())
                .toList());
        long pointers =
                blobs.stream().filter(blob -> StoreInvariants.size(blob) == 1).count();
        long pieces = files(bucket.resolve("data")).count();
        if (pieces != pointers) {
            garbage.add("%d pieces of data for %d pointers".formatted(pieces, pointers));
        }
        return new BucketGarbage(manifests.size(), List.copyOf(garbage));
    }

    private static Stream<Path> files(Path directory) {
        return Files.isDirectory(directory)
                ? StoreInvariants.walk(directory).stream().filter(Files::isRegularFile)
                : Stream.empty();
    }
}
