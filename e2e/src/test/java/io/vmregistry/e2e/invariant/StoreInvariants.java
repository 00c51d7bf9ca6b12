package io.vmregistry.e2e.invariant;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the files of a content store must hold to at every moment, read without the product's code: a blob's bytes have
 * the digest that names it, a manifest's bytes as well, every tag names a manifest that is there, and every manifest
 * names blobs that are there in the size that it gives. In a registry's store they have a marker of the manifest's repository.
 */
public final class StoreInvariants {

    private static final Map<String, String> ALGORITHMS = Map.of("sha256", "SHA-256", "sha512", "SHA-512");
    private static final Pattern DIGEST = Pattern.compile("(sha256|sha512):([0-9a-f]{64,128})");
    /** Bytes. A session's note may outlive its process until the upload expires; it costs nothing. */
    private static final long SMALL = 4096;

    private static final JsonMapper JSON = new JsonMapper();

    private final Path root;
    private final List<String> violations = new ArrayList<>();
    private int blobs;
    private int manifests;
    private int tags;

    private StoreInvariants(Path root) {
        this.root = root;
    }

    /** What was found. The counts say that something was looked at. */
    public record Findings(int blobs, int manifests, int tags, List<String> violations) {
        public Findings {
            violations = List.copyOf(violations);
        }
    }

    /** Looks at a whole store. Nothing may write to it meanwhile. */
    public static Findings of(Path root) {
        StoreInvariants store = new StoreInvariants(root);
        store.checkBlobs();
        store.checkRepositories();
        return new Findings(store.blobs, store.manifests, store.tags, store.violations);
    }

    private void checkBlobs() {
        for (Path algorithm : children(root.resolve("blobs"))) {
            for (Path blob : children(algorithm)) {
                blobs++;
                requireDigest(blob, algorithm.getFileName() + ":" + blob.getFileName(), "blob");
            }
        }
    }

    private void checkRepositories() {
        for (Path directory : directories(root.resolve("manifests"))) {
            if (directory.endsWith("_manifests")) {
                for (Path algorithm : children(directory)) {
                    children(algorithm).forEach(manifest -> checkManifest(algorithm, manifest));
                }
            } else if (directory.endsWith("_tags")) {
                children(directory).forEach(tag -> checkTag(directory.resolveSibling("_manifests"), tag));
            }
        }
    }

    private void checkManifest(Path algorithm, Path manifest) {
        manifests++;
        Path content = manifest.resolve("manifest.json");
        if (!Files.isRegularFile(content)) {
            violations.add("manifest " + manifest + " has no content");
            return;
        }
        requireDigest(content, algorithm.getFileName() + ":" + manifest.getFileName(), "manifest");
        try {
            JsonNode json = JSON.readTree(new String(read(content), UTF_8));
            requireBlob(manifest, json.path("config"));
            json.path("layers").forEach(layer -> requireBlob(manifest, layer));
        } catch (JsonProcessingException e) {
            violations.add("manifest " + manifest + " is no JSON: " + e.getOriginalMessage());
        }
    }

    private void requireBlob(Path manifest, JsonNode descriptor) {
        String digest = descriptor.path("digest").asText();
        if (!children(root.resolve("repositories")).isEmpty()) {
            requireMarker(manifest, digest);
        }
        if (!DIGEST.matcher(digest).matches()) {
            violations.add("manifest %s names \"%s\", which is no digest".formatted(manifest, digest));
            return;
        }
        Path blob = root.resolve("blobs").resolve(digest.replace(':', '/'));
        if (!Files.isRegularFile(blob)) {
            violations.add("manifest %s names blob %s, which is missing".formatted(manifest, digest));
        } else if (size(blob) != descriptor.path("size").asLong()) {
            violations.add("manifest %s gives %d bytes for blob %s, which has %d"
                    .formatted(manifest, descriptor.path("size").asLong(), digest, size(blob)));
        }
    }

    /** A manifest lies in {@code manifests/<repository>/_manifests/<algorithm>/<hex>}. */
    private void requireMarker(Path manifest, String digest) {
        Path repository = root.resolve("manifests")
                .relativize(manifest.resolve("../../..").normalize());
        Path marker = root.resolve("repositories")
                .resolve(repository)
                .resolve("_blobs")
                .resolve(digest.replace(':', '/'));
        if (!Files.isRegularFile(marker)) {
            violations.add(
                    "manifest %s names blob %s, of which its repository has no marker".formatted(manifest, digest));
        }
    }

    private void checkTag(Path repositoryManifests, Path tag) {
        tags++;
        String digest = new String(read(tag), UTF_8).strip();
        if (!DIGEST.matcher(digest).matches()) {
            violations.add("tag %s holds \"%s\", which is no digest".formatted(tag, digest));
        } else if (!Files.isDirectory(repositoryManifests.resolve(digest.replace(':', '/')))) {
            violations.add("tag %s names manifest %s, which is missing".formatted(tag, digest));
        }
    }

    private void requireDigest(Path file, String claimed, String what) {
        String algorithm = claimed.substring(0, claimed.indexOf(':'));
        String actual = ALGORITHMS.containsKey(algorithm) ? algorithm + ":" + hash(file, algorithm) : "of no algorithm";
        if (!actual.equals(claimed)) {
            violations.add("%s %s has bytes whose digest is %s".formatted(what, claimed, actual));
        }
    }

    private static String hash(Path file, String algorithm) {
        try (InputStream bytes = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance(ALGORITHMS.get(algorithm));
            byte[] buffer = new byte[1024 * 1024];
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Files of some size that neither are part of an image nor name one: what an interrupted writer left. */
    public static List<Path> leftovers(Path root) {
        return Stream.of("temporary", "uploads")
                .map(root::resolve)
                .filter(Files::isDirectory)
                .flatMap(directory -> walk(directory).stream())
                .filter(file -> Files.isRegularFile(file) && size(file) > SMALL)
                .toList();
    }

    private static List<Path> children(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> directories(Path directory) {
        return Files.isDirectory(directory)
                ? walk(directory).stream().filter(Files::isDirectory).toList()
                : List.of();
    }

    static List<Path> walk(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
