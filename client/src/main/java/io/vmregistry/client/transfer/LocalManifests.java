package io.vmregistry.client.transfer;

import io.vmregistry.client.registry.ManifestContent;
import io.vmregistry.spec.image.Descriptor;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import java.util.List;

/**
 * The images on this side of a pull. How a disk is laid out in blobs, and in what form an image is kept, is known here
 * alone. What an implementation throws ends the pull and reaches its caller unchanged.
 */
public interface LocalManifests {

    /** Whether the reference names this image here now, in whatever form it is kept. */
    boolean holds(RepositoryName repository, Reference reference, ManifestContent manifest);

    /** The blobs that have to be here before {@link #put}, each digest once. */
    List<Descriptor> needed(RepositoryName repository, Reference reference, ManifestContent manifest);

    /** Puts an image whose needed blobs are all there; a tag is moved to it when it is durable. */
    void put(RepositoryName repository, Reference reference, ManifestContent manifest);
}
