package io.vmregistry.client.transfer;

import io.vmregistry.client.registry.ManifestContent;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import java.util.Optional;

/** The manifests on this side of a pull. What an implementation throws ends the pull and reaches its caller unchanged. */
public interface LocalManifests {

    /** What the reference names here now. */
    Optional<Digest> digest(RepositoryName repository, Reference reference);

    /** Puts a manifest whose blobs are all there; a tag is moved to it when the manifest is durable. */
    void put(RepositoryName repository, Reference reference, ManifestContent manifest);
}
