package io.vmregistry.daemon.image;

import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.unit.ByteSize;
import java.util.List;

/**
 * What an import made.
 *
 * @param manifest the manifest's digest
 * @param tags as a user writes them: {@code latest} of this repository, whole references of another
 * @param diskSize bytes of the disk's blob
 * @param warnings of the VMFile
 */
public record ImportedImage(
        RepositoryName repository,
        Digest manifest,
        List<String> tags,
        Digest disk,
        long diskSize,
        ByteSize virtualSize,
        List<Diagnostic> warnings) {

    public ImportedImage {
        tags = List.copyOf(tags);
        warnings = List.copyOf(warnings);
    }
}
