package io.vmregistry.store.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.StoreException.ManifestUnknown;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.StoredManifest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Manifests as files: {@code manifests/<repository>/_manifests/<algorithm>/<hex>/manifest.json} beside its
 * {@code media-type}, and {@code manifests/<repository>/_tags/<tag>} holding a digest. No segment of a repository begins
 * with an underscore, so neither a tag nor a digest can be taken for a repository, whatever it is called.
 *
 * <p>Moving a tag and deleting a manifest exclude each other per repository, also between processes.
 */
public final class FilesystemManifestStore implements ManifestStore {

    private static final String TAGS = "_tags";
    private static final String MANIFESTS = "_manifests";
    private static final String CONTENT = "manifest.json";
    private static final String MEDIA_TYPE = "media-type";

    private final StoreDirectory directory;
    private final DirectoryNames tagNames;
    private final RepositoryTree repositories;

    /** Opens a store, creating its directories where they are missing. */
    public FilesystemManifestStore(Path root, Durability durability) {
        this.directory = new StoreDirectory(root, durability, Clock.systemUTC());
        this.tagNames = new DirectoryNames(directory.clock(), FilesystemManifestStore::readTagNames);
        this.repositories =
                new RepositoryTree(directory.manifests(), FilesystemManifestStore::holdsManifest, directory.clock());
    }

    @Override
    public Optional<StoredManifest> get(RepositoryName repository, Reference reference) {
        try {
            return switch (reference) {
                case Reference.ByDigest(Digest digest) -> read(repository, digest);
                case Reference.ByTag(Tag tag) -> read(repository, tag);
            };
        } catch (IOException e) {
            throw directory.fault("read manifest " + repository + ":" + reference, e);
        }
    }

    /** A tag that moved while its old manifest was deleted is followed again; it cannot stay behind. */
    private Optional<StoredManifest> read(RepositoryName repository, Tag tag) throws IOException {
        Optional<Digest> target = target(repository, tag);
        while (target.isPresent()) {
            Optional<StoredManifest> manifest = read(repository, target.get());
            if (manifest.isPresent()) {
                return manifest;
            }
            Optional<Digest> now = target(repository, tag);
            if (now.equals(target)) {
                return Optional.empty();
            }
            target = now;
        }
        return Optional.empty();
    }

    private Optional<StoredManifest> read(RepositoryName repository, Digest digest) throws IOException {
        Path manifest = manifest(repository, digest);
        try {
            String mediaType = Files.readString(manifest.resolve(MEDIA_TYPE));
            return Optional.of(new StoredManifest(digest, mediaType, Files.readAllBytes(manifest.resolve(CONTENT))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Optional<Digest> target(RepositoryName repository, Tag tag) throws IOException {
        try {
            return Digest.parse(Files.readString(tagFile(repository, tag)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void put(RepositoryName repository, StoredManifest manifest) {
        Path target = manifest(repository, manifest.digest());
        Path parent = StoreDirectory.directoryOf(target);
        Path prepared = directory.newTemporary();
        try (FileLocks.Held _ = lock(repository)) {
            if (Files.exists(target)) {
                directory.publish(
                        target.resolve(MEDIA_TYPE), manifest.mediaType().getBytes(UTF_8));
            } else {
                directory.createDirectories(parent);
                Files.createDirectory(prepared);
                directory.write(prepared.resolve(CONTENT), manifest.bytes());
                directory.write(
                        prepared.resolve(MEDIA_TYPE), manifest.mediaType().getBytes(UTF_8));
                directory.sync(prepared);
                Files.move(prepared, target, ATOMIC_MOVE);
            }
            directory.sync(parent);
        } catch (IOException e) {
            StoreDirectory.deleteAfter(e, prepared);
            throw directory.fault("store manifest " + manifest.digest() + " of " + repository, e);
        }
    }

    @Override
    public void tag(RepositoryName repository, Tag tag, Digest manifest) {
        try (FileLocks.Held _ = lock(repository)) {
            if (!Files.exists(manifest(repository, manifest))) {
                throw new ManifestUnknown(repository + "@" + manifest);
            }
            directory.publish(tagFile(repository, tag), manifest.toString().getBytes(UTF_8));
        } catch (IOException e) {
            throw directory.fault("tag manifest " + manifest + " as " + repository + ":" + tag, e);
        }
    }

    @Override
    public boolean untag(RepositoryName repository, Tag tag) {
        Path file = tagFile(repository, tag);
        try (FileLocks.Held _ = lock(repository)) {
            boolean removed = Files.deleteIfExists(file);
            if (removed) {
                directory.sync(StoreDirectory.directoryOf(file));
            }
            return removed;
        } catch (IOException e) {
            throw directory.fault("remove tag " + repository + ":" + tag, e);
        }
    }

    /** The tags are gone for good before the manifest goes: a crash leaves a manifest without tags, never the reverse. */
    @Override
    public boolean delete(RepositoryName repository, Digest manifest) {
        Path target = manifest(repository, manifest);
        try (FileLocks.Held _ = lock(repository)) {
            if (!Files.exists(target)) {
                return false;
            }
            for (String name : readTagNames(tags(repository))) {
                Tag tag = new Tag(name);
                if (target(repository, tag).filter(manifest::equals).isPresent()) {
                    Files.deleteIfExists(tagFile(repository, tag));
                }
            }
            Path tags = tags(repository);
            if (Files.exists(tags)) {
                directory.sync(tags);
            }
            directory.discard(target);
            directory.sync(StoreDirectory.directoryOf(target));
            return true;
        } catch (IOException e) {
            throw directory.fault("delete manifest " + manifest + " of " + repository, e);
        }
    }

    @Override
    public List<Tag> tags(RepositoryName repository, String last, int limit) {
        try {
            return tagNames.from(tags(repository), last).stream()
                    .filter(name -> name.compareTo(last) > 0)
                    .limit(limit)
                    .map(Tag::new)
                    .toList();
        } catch (IOException e) {
            throw directory.fault("list the tags of " + repository, e);
        }
    }

    private static List<String> readTagNames(Path tags) throws IOException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(tags)) {
            files.forEach(file -> Tag.parse(String.valueOf(file.getFileName()))
                    .map(Tag::value)
                    .ifPresent(found::add));
        } catch (NoSuchFileException none) {
            return List.of();
        }
        return found;
    }

    @Override
    public List<RepositoryName> repositories(String last, int limit) {
        try {
            return repositories.after(last, limit);
        } catch (IOException e) {
            throw directory.fault("list the repositories", e);
        }
    }

    private static boolean holdsManifest(Path repository) throws IOException {
        for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
            if (hasEntries(repository.resolve(MANIFESTS).resolve(algorithm.label()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasEntries(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return entries.iterator().hasNext();
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    @Override
    public List<Digest> manifests(RepositoryName repository) {
        return Arrays.stream(Digest.Algorithm.values())
                .flatMap(algorithm -> manifests(repository, algorithm).stream())
                .toList();
    }

    private List<Digest> manifests(RepositoryName repository, Digest.Algorithm algorithm) {
        try (Stream<Path> found = Files.list(of(repository).resolve(MANIFESTS).resolve(algorithm.label()))) {
            return found.flatMap(path -> Digest.parse(algorithm.label() + ":" + path.getFileName()).stream())
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw directory.fault("list the manifests of " + repository, e);
        }
    }

    private Path of(RepositoryName repository) {
        return directory.manifests().resolve(repository.value());
    }

    private Path manifest(RepositoryName repository, Digest digest) {
        return of(repository)
                .resolve(MANIFESTS)
                .resolve(digest.algorithm().label())
                .resolve(digest.hex());
    }

    private Path tags(RepositoryName repository) {
        return of(repository).resolve(TAGS);
    }

    private Path tagFile(RepositoryName repository, Tag tag) {
        return tags(repository).resolve(tag.value());
    }

    private FileLocks.Held lock(RepositoryName repository) throws IOException {
        return directory.locks().lock("repository", repository.value());
    }
}
