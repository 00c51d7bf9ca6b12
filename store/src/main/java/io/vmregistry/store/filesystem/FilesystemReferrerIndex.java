package io.vmregistry.store.filesystem;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.referrer.ReferrerIndex;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Entries as empty files:
 * {@code manifests/<repository>/_referrers/<algorithm>/<hex of the subject>/<algorithm>/<hex of the referrer>}; their time is
 * the last link.
 */
public final class FilesystemReferrerIndex implements ReferrerIndex {

    private static final String REFERRERS = "_referrers";
    private static final int PAGE = 500;

    private final StoreDirectory directory;
    private final DirectoryNames names;

    /** Opens the index of a store, creating its directories where they are missing. */
    public FilesystemReferrerIndex(Path root, Durability durability) {
        this(root, durability, Clock.systemUTC());
    }

    public FilesystemReferrerIndex(Path root, Durability durability, Clock clock) {
        this.directory = new StoreDirectory(root, durability, clock);
        this.names = new DirectoryNames(clock, FilesystemReferrerIndex::read);
    }

    /** An entry that was there is synced as well: whoever made it may not have come that far. */
    @Override
    public void link(RepositoryName repository, Digest subject, Digest referrer) {
        Path entry = below(of(repository, subject), referrer);
        try (FileLocks.Held _ = lock(repository)) {
            directory.createDirectories(StoreDirectory.directoryOf(entry));
            try {
                Files.createFile(entry);
            } catch (FileAlreadyExistsException linkedBefore) {
                // nothing is in it that could differ; its time is set below
            }
            Files.setLastModifiedTime(entry, FileTime.from(directory.clock().instant()));
            directory.sync(StoreDirectory.directoryOf(entry));
        } catch (IOException e) {
            throw directory.fault("record referrer " + referrer + " of " + repository + "@" + subject, e);
        }
    }

    @Override
    public boolean unlinkIfIdle(RepositoryName repository, Digest subject, Digest referrer, Instant idleSince) {
        Path entry = below(of(repository, subject), referrer);
        try (FileLocks.Held _ = lock(repository)) {
            if (!Files.getLastModifiedTime(entry).toInstant().isBefore(idleSince)) {
                return false;
            }
            Files.delete(entry);
            directory.sync(StoreDirectory.directoryOf(entry));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw directory.fault("remove referrer " + referrer + " of " + repository + "@" + subject, e);
        }
    }

    /** Read page by page from the tree of repositories, so that what is held is one repository's entries at most. */
    @Override
    public Stream<Entry> list() {
        RepositoryTree repositories = new RepositoryTree(
                directory.manifests(), path -> Files.isDirectory(path.resolve(REFERRERS)), directory.clock());
        return Stream.iterate(
                        page(repositories, ""),
                        page -> !page.isEmpty(),
                        page -> page(repositories, page.getLast().value()))
                .flatMap(List::stream)
                .flatMap(repository -> entries(repository).stream());
    }

    private List<RepositoryName> page(RepositoryTree repositories, String last) {
        try {
            return repositories.after(last, PAGE);
        } catch (IOException e) {
            throw directory.fault("list the repositories", e);
        }
    }

    private List<Entry> entries(RepositoryName repository) {
        List<Entry> entries = new ArrayList<>();
        Path root = directory.manifests().resolve(repository.value()).resolve(REFERRERS);
        try {
            for (Digest subject : digestsBelow(root)) {
                for (Digest referrer : digestsBelow(below(root, subject))) {
                    Path file = below(below(root, subject), referrer);
                    linked(file).ifPresent(time -> entries.add(new Entry(repository, subject, referrer, time)));
                }
            }
        } catch (IOException e) {
            throw directory.fault("list the referrers of " + repository, e);
        }
        return entries;
    }

    private static Optional<Instant> linked(Path entry) throws IOException {
        try {
            return Optional.of(Files.getLastModifiedTime(entry).toInstant());
        } catch (NoSuchFileException unlinkedMeanwhile) {
            return Optional.empty();
        }
    }

    private static List<Digest> digestsBelow(Path parent) throws IOException {
        List<Digest> found = new ArrayList<>();
        for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
            try (Stream<Path> files = Files.list(parent.resolve(algorithm.label()))) {
                files.forEach(file -> Digest.parse(algorithm.label() + ":" + file.getFileName())
                        .ifPresent(found::add));
            } catch (NoSuchFileException none) {
                // no digest of this algorithm
            }
        }
        return found;
    }

    /** The order of the algorithms is that of their labels. */
    @Override
    public List<Digest> referrers(RepositoryName repository, Digest subject, String last, int limit) {
        return Arrays.stream(Digest.Algorithm.values())
                .flatMap(algorithm -> referrers(repository, subject, algorithm, last))
                .limit(limit)
                .toList();
    }

    private Stream<Digest> referrers(
            RepositoryName repository, Digest subject, Digest.Algorithm algorithm, String last) {
        String prefix = algorithm.label() + ":";
        try {
            return names
                    .from(
                            of(repository, subject).resolve(algorithm.label()),
                            last.startsWith(prefix) ? last.substring(prefix.length()) : "")
                    .stream()
                    .map(hex -> prefix + hex)
                    .filter(text -> text.compareTo(last) > 0)
                    .flatMap(text -> Digest.parse(text).stream());
        } catch (IOException e) {
            throw directory.fault("list the referrers of " + repository + "@" + subject, e);
        }
    }

    private static List<String> read(Path entries) throws IOException {
        try (Stream<Path> files = Files.list(entries)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private Path of(RepositoryName repository, Digest subject) {
        return below(directory.manifests().resolve(repository.value()).resolve(REFERRERS), subject);
    }

    private FileLocks.Held lock(RepositoryName repository) throws IOException {
        return directory.locks().lock("referrers", repository.value());
    }

    private static Path below(Path parent, Digest digest) {
        return parent.resolve(digest.algorithm().label()).resolve(digest.hex());
    }
}
