package io.vmregistry.store.manifest;

import io.vmregistry.spec.reference.Digest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a manifest names: the blobs of its {@code config} and {@code layers}, and, for an index, other manifests. Read
 * from the document's shape, so that it holds for our manifests, OCI's and Docker's alike; layouts inside a layer are not
 * looked into.
 *
 * @param blobs with the size that the manifest claims for each
 */
public record ManifestReferences(List<Blob> blobs, Set<Digest> manifests) {

    public ManifestReferences {
        blobs = List.copyOf(blobs);
        manifests = Set.copyOf(manifests);
    }

    /**
     * A blob as a descriptor claims it.
     *
     * @param elsewhere whether it is a layer that may not be distributed and says where else it is, so that it need not be
     *     in the store (OCI image specification, "Non-Distributable Layers")
     */
    public record Blob(Digest digest, long size, boolean elsewhere) {

        public Blob(Digest digest, long size) {
            this(digest, size, false);
        }
    }

    /** Empty when the content is no JSON object, or a descriptor in it has no valid digest and size. */
    public static Optional<ManifestReferences> parse(byte[] content) {
        return ManifestOutline.parse(content).flatMap(ManifestOutline::references);
    }

    /** As {@link #parse(byte[])}. */
    public static Optional<ManifestReferences> of(StoredManifest manifest) {
        return ManifestOutline.parse(manifest.stream()).flatMap(ManifestOutline::references);
    }
}
