package io.vmregistry.store.blob;

import io.vmregistry.spec.reference.RepositoryName;

/** Who an upload belongs to: nobody else may see, continue or commit it. */
public record UploadOwner(RepositoryName repository, String subject) {}
