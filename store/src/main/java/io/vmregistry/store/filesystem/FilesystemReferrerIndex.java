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
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Entries as empty files:
 * {@code manifests/<repository>/_referrers/<algorithm>/<hex of the subject>/<algorithm>/<hex of the referrer>}.
 */
public final class FilesystemReferrerIndex implements ReferrerIndex {

    private static final String REFERRERS = "_referrers";

    private final StoreDirectory directory;

    /** Opens the index of a store, creating its directories where they are missing. */
    public FilesystemReferrerIndex(Path root, Durability durability) {
        this.directory = new StoreDirectory(root, durability, Clock.systemUTC());
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

    @Override
    public List<Digest> referrers(RepositoryName repository, Digest subject, String last, int limit) {
        return Arrays.stream(Digest.Algorithm.values())
                .flatMap(algorithm -> referrers(repository, subject, algorithm).stream())
                .filter(referrer -> referrer.toString().compareTo(last) > 0)
                .sorted(Comparator.comparing(Digest::toString))
                .limit(limit)
                .toList();
    }

    private List<Digest> referrers(RepositoryName repository, Digest subject, Digest.Algorithm algorithm) {
        try (Stream<Path> files = Files.list(of(repository, subject).resolve(algorithm.label()))) {
            return files.flatMap(file -> Digest.parse(algorithm.label() + ":" + file.getFileName()).stream())
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw directory.fault("list the referrers of " + repository + "@" + subject, e);
        }
    }

    private Path of(RepositoryName repository, Digest subject) {
        return below(directory.manifests().resolve(repository.value()).resolve(REFERRERS), subject);
    }

    private static Path below(Path parent, Digest digest) {
        return parent.resolve(digest.algorithm().label()).resolve(digest.hex());
    }
}
