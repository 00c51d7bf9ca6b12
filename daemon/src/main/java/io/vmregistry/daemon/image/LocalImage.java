package io.vmregistry.daemon.image;

import io.vmregistry.spec.image.ImageManifest;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import java.util.Optional;

/**
 * An image of this host, as a listing shows it.
 *
 * @param repository of the local store
 * @param tag empty when the manifest has none
 * @param digest the manifest's
 * @param description from the configuration
 */
public record LocalImage(
        RepositoryName repository,
        Optional<Tag> tag,
        Digest digest,
        ImageManifest manifest,
        Optional<String> description) {

    /** The repository as a user writes it. */
    public String displayRepository() {
        return LocalName.display(repository);
    }

    /** The image as a user writes it. */
    public String displayName() {
        return tag.map(name -> LocalName.display(repository, name))
                .orElseGet(() -> LocalName.display(repository) + "@" + digest);
    }
}
