package io.vmregistry.registry.content;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.referrer.ReferrerIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Some of the manifests that name one subject, as an image index lists them. It is kept below the size of the largest
 * manifest, and however many there are only so many are read at once.
 *
 * @param last where the next page goes on; empty when this is the last one
 */
public record ReferrerPage(List<ReferrerDescriptor> referrers, Optional<Digest> last) {

    private static final int READ = 200;
    private static final int MAX_BYTES = 3 * 1024 * 1024;

    public ReferrerPage {
        referrers = List.copyOf(referrers);
    }

    static ReferrerPage read(
            ManifestStore manifests,
            ReferrerIndex index,
            RepositoryName repository,
            Digest subject,
            Set<String> artifactTypes,
            String last) {
        List<Digest> candidates = index.referrers(repository, subject, last, READ + 1);
        List<ReferrerDescriptor> found = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < candidates.size(); i++) {
            if (i == READ || bytes > MAX_BYTES) {
                return new ReferrerPage(found, Optional.of(candidates.get(i - 1)));
            }
            Optional<ReferrerDescriptor> referrer = manifests
                    .get(repository, new Reference.ByDigest(candidates.get(i)))
                    .flatMap(ReferrerDescriptor::of)
                    .filter(one -> artifactTypes.isEmpty() || artifactTypes.contains(one.artifactType()));
            if (referrer.isPresent()) {
                found.add(referrer.get());
                bytes += referrer.get().weight();
            }
        }
        return new ReferrerPage(found, Optional.empty());
    }
}
