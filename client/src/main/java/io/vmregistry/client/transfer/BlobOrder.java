package io.vmregistry.client.transfer;

import io.vmregistry.client.registry.UploadLocation;
import io.vmregistry.spec.image.Descriptor;
import io.vmregistry.spec.reference.RepositoryName;
import java.util.Optional;

/**
 * One blob that a registry lacks.
 *
 * @param begun the upload that the registry began when it did not take the blob over from another repository
 */
record BlobOrder(RepositoryName repository, Descriptor blob, ProgressMeter meter, Optional<UploadLocation> begun) {

    /** The same blob for another try; an upload serves once. */
    BlobOrder withoutUpload() {
        return new BlobOrder(repository, blob, meter, Optional.empty());
    }
}
