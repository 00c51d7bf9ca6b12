package io.vmregistry.store.manifest;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which blobs manifests name, remembered by the manifest's digest. That cannot become wrong, since the digest is the
 * content's; whether a manifest is there is not remembered. May be called from any thread.
 */
public final class RememberedReferences {

    /** Digests that are remembered in all, some ten MiB of them. */
    private static final int CAPACITY = 50_000;

    private final ManifestStore manifests;
    private final Map<Digest, Set<Digest>> remembered = new LinkedHashMap<>(16, 0.75f, true);
    private int size;

    public RememberedReferences(ManifestStore manifests) {
        this.manifests = manifests;
    }

    /** A manifest of the repository that names the blob, of those that can be read. */
    public Optional<Digest> namer(RepositoryName repository, Digest blob) {
        return manifests.manifests(repository).stream()
                .filter(manifest -> names(repository, manifest, blob))
                .findFirst();
    }

    /** One that was there when it was looked at before need not be there any more. */
    boolean names(RepositoryName repository, Digest manifest, Digest blob) {
        return blobs(repository, manifest).contains(blob);
    }

    private Set<Digest> blobs(RepositoryName repository, Digest manifest) {
        synchronized (remembered) {
            Set<Digest> known = remembered.get(manifest);
            if (known != null) {
                return known;
            }
        }
        Optional<Set<Digest>> read = manifests
                .get(repository, new Reference.ByDigest(manifest))
                .flatMap(ManifestReferences::of)
                .map(references -> references.blobs().stream()
                        .map(ManifestReferences.Blob::digest)
                        .collect(Collectors.toUnmodifiableSet()));
        read.ifPresent(blobs -> remember(manifest, blobs));
        return read.orElse(Set.of());
    }

    private void remember(Digest manifest, Set<Digest> blobs) {
        synchronized (remembered) {
            if (remembered.putIfAbsent(manifest, blobs) == null) {
                size += weight(blobs);
            }
            var eldest = remembered.values().iterator();
            while (size > CAPACITY) {
                size -= weight(eldest.next());
                eldest.remove();
            }
        }
    }

    private static int weight(Set<Digest> blobs) {
        return 1 + blobs.size();
    }
}
