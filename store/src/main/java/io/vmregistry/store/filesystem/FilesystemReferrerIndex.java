package io.vmregistry.store.filesystem;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.referrer.ReferrerIndex;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Entries as empty files:
 * {@code manifests/<repository>/_referrers/<algorithm>/<hex of the subject>/<algorithm>/<hex of the referrer>}.
 */
public final class FilesystemReferrerIndex implements ReferrerIndex {

    private static final String REFERRERS = "_referrers";

    private final StoreDirectory directory;
    private final DirectoryNames names;

    /** Opens the index of a store, creating its directories where they are missing. */
    public FilesystemReferrerIndex(Path root, Durability durability) {
        this.directory = new StoreDirectory(root, durability, Clock.systemUTC());
        this.names = new DirectoryNames(directory.clock(), FilesystemReferrerIndex::read);
    }

    /** An entry that was there is synced as well: whoever made it may not have come that far. */
    @Override
    public void link(RepositoryName repository, Digest subject, Digest referrer) {
        Path entry = below(of(repository, subject), referrer);
        try {
            directory.createDirectories(StoreDirectory.directoryOf(entry));
            try {
                Files.createFile(entry);
            } catch (FileAlreadyExistsException linkedBefore) {
                // nothing is in it that could differ
            }
            directory.sync(StoreDirectory.directoryOf(entry));
        } catch (IOException e) {
            throw directory.fault("record referrer " + referrer + " of " + repository + "@" + subject, e);
        }
    }

    @Override
    public boolean unlink(RepositoryName repository, Digest subject, Digest referrer) {
        Path entry = below(of(repository, subject), referrer);
        try {
            Files.delete(entry);
            directory.sync(StoreDirectory.directoryOf(entry));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw directory.fault("remove referrer " + referrer + " of " + repository + "@" + subject, e);
        }
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

    private static Path below(Path parent, Digest digest) {
        return parent.resolve(digest.algorithm().label()).resolve(digest.hex());
    }
}
