package io.vmregistry.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.StoreException.ManifestUnknown;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.StoredManifest;
import io.vmregistry.store.s3.Intents.Intent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Manifests as objects: {@code manifests/<repository>/_manifests/<algorithm>/<hex>/manifest.json}, and
 * {@code …/_tags/<tag>} holding a digest. {@code catalog/<repository>!} is there for each repository that holds a manifest:
 * a listing of it has the order of names, which one of {@code manifests/} has not. {@code …/_tagged/<digest>/<tag>} leads
 * from a manifest to the tags that it may have.
 *
 * <p>Deletions declare themselves (see {@link Intents}); a put, or a tag, that raced with one looks whether what it wrote
 * is still there before it returns.
 */
final class S3ManifestStore implements ManifestStore {

    private final Bucket bucket;
    private final Intents intents;

    S3ManifestStore(Bucket bucket) {
        this.bucket = bucket;
        this.intents = new Intents(bucket);
    }

    @Override
    public Optional<StoredManifest> get(RepositoryName repository, Reference reference) {
        return switch (reference) {
            case Reference.ByDigest(Digest digest) -> read(repository, digest);
            case Reference.ByTag(Tag tag) -> read(repository, tag);
        };
    }

    /** A tag that moved while its old manifest was deleted is followed again. */
    private Optional<StoredManifest> read(RepositoryName repository, Tag tag) {
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

    private Optional<StoredManifest> read(RepositoryName repository, Digest digest) {
        return bucket.read(Keys.manifest(repository, digest)).map(object -> ManifestObject.read(digest, object));
    }

    private Optional<Digest> target(RepositoryName repository, Tag tag) {
        return bucket.read(Keys.tag(repository, tag))
                .flatMap(object -> Digest.parse(new String(object.bytes(), UTF_8)));
    }

    @Override
    public void put(RepositoryName repository, StoredManifest manifest) {
        String listed = Keys.named(Keys.CATALOG, repository);
        String key = Keys.manifest(repository, manifest.digest());
        do {
            bucket.mark(listed);
            ManifestObject.write(bucket, key, manifest);
        } while (intents.awaitNone(Keys.manifestIntents(repository)) && !(bucket.exists(listed) && bucket.exists(key)));
    }

    @Override
    public void tag(RepositoryName repository, Tag tag, Digest manifest) {
        requireManifest(repository, manifest);
        String key = Keys.tag(repository, tag);
        do {
            bucket.mark(Keys.tagged(repository, manifest) + tag);
            bucket.put(key, manifest.toString().getBytes(UTF_8));
        } while (intents.awaitNone(Keys.manifestIntents(repository))
                && !bucket.exists(key)
                && bucket.exists(Keys.manifest(repository, manifest)));
        if (!bucket.exists(Keys.manifest(repository, manifest))) {
            try (Intent intent = intents.declare(Keys.manifestIntents(repository))) {
                untag(intent, repository, tag, manifest);
            }
            throw new ManifestUnknown(repository + "@" + manifest);
        }
    }

    private void requireManifest(RepositoryName repository, Digest manifest) {
        if (!bucket.exists(Keys.manifest(repository, manifest))) {
            throw new ManifestUnknown(repository + "@" + manifest);
        }
    }

    @Override
    public boolean untag(RepositoryName repository, Tag tag) {
        String key = Keys.tag(repository, tag);
        if (!bucket.exists(key)) {
            return false;
        }
        bucket.delete(key);
        return true;
    }

    /** Tags go before the manifest, so a crash leaves a manifest without tags; and once more after it, for one that raced. */
    @Override
    public boolean delete(RepositoryName repository, Digest manifest) {
        String key = Keys.manifest(repository, manifest);
        if (!bucket.exists(key)) {
            return false;
        }
        removeTags(repository, manifest);
        try (Intent intent = intents.declare(Keys.manifestIntents(repository))) {
            intent.delete(key);
        }
        removeTags(repository, manifest);
        removeFromCatalogIfEmpty(repository);
        return true;
    }

    private void removeTags(RepositoryName repository, Digest manifest) {
        String tagged = Keys.tagged(repository, manifest);
        bucket.all(tagged)
                .toList()
                .forEach(object -> Tag.parse(object.key().substring(tagged.length()))
                        .ifPresent(tag -> {
                            try (Intent intent = intents.declare(Keys.manifestIntents(repository))) {
                                untag(intent, repository, tag, manifest);
                            }
                        }));
    }

    private void untag(Intent intent, RepositoryName repository, Tag tag, Digest manifest) {
        if (target(repository, tag).filter(manifest::equals).isPresent()) {
            intent.delete(Keys.tag(repository, tag));
        }
    }

    private void removeFromCatalogIfEmpty(RepositoryName repository) {
        try (Intent intent = intents.declare(Keys.manifestIntents(repository))) {
            if (bucket.list(Keys.manifests(repository), "", 1).objects().isEmpty()) {
                intent.delete(Keys.named(Keys.CATALOG, repository));
            }
        }
    }

    @Override
    public List<Tag> tags(RepositoryName repository, String last, int limit) {
        String prefix = Keys.tags(repository);
        return bucket.listUpTo(prefix, Keys.afterTag(repository, last), limit).stream()
                .flatMap(object -> Tag.parse(object.key().substring(prefix.length())).stream())
                .filter(tag -> tag.value().compareTo(last) > 0)
                .toList();
    }

    @Override
    public List<RepositoryName> repositories(String last, int limit) {
        return Repositories.after(bucket, Keys.CATALOG, last, limit);
    }

    @Override
    public List<Digest> manifests(RepositoryName repository) {
        String prefix = Keys.manifests(repository);
        List<Digest> found = new ArrayList<>();
        bucket.all(prefix)
                .map(object -> object.key().substring(prefix.length()).replaceFirst("/manifest\\.json$", ""))
                .forEach(path -> Keys.digest(path).ifPresent(found::add));
        return found;
    }
}
