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
 * Some of the manifests that name one subject, as an image index lists them. Clients read no index above 4 MiB, so a page
 * of more than one is kept below that; and however many manifests there are, only so many are read at once.
 *
 * @param last where the next page goes on; empty when this is the last one
 */
public record ReferrerPage(List<ReferrerDescriptor> referrers, Optional<Digest> last) {

    private static final int READ = 200;
    private static final long READ_BYTES = 32L * 1024 * 1024;
    private static final long MAX_BYTES = 4L * 1024 * 1024 - 1024;

    /** What a description takes beside the type and the annotations, which are a part of their manifest. */
    private static final long DESCRIPTION = 512;

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
        long read = 0;
        for (int i = 0; i < candidates.size(); i++) {
            if (i == READ || read > READ_BYTES) {
                return new ReferrerPage(found, Optional.of(candidates.get(i - 1)));
            }
            Optional<ReferrerDescriptor> candidate = manifests
                    .get(repository, new Reference.ByDigest(candidates.get(i)))
                    .flatMap(ReferrerDescriptor::of);
            if (candidate.isPresent()) {
                ReferrerDescriptor referrer = candidate.get();
                read += referrer.size();
                if (artifactTypes.isEmpty() || artifactTypes.contains(referrer.artifactType())) {
                    bytes += referrer.size() + DESCRIPTION;
                    if (bytes > MAX_BYTES && !found.isEmpty()) {
                        return new ReferrerPage(found, Optional.of(candidates.get(i - 1)));
                    }
                    found.add(referrer);
                }
            }
        }
        return new ReferrerPage(found, Optional.empty());
    }
}
