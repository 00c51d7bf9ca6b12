package io.vmregistry.daemon.image;

import io.vmregistry.client.registry.ManifestContent;
import io.vmregistry.spec.image.ImageManifest;
import io.vmregistry.spec.image.ImageManifests;
import io.vmregistry.spec.image.MediaTypes;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.manifest.StoredManifest;
import java.util.Optional;

/**
 * The form in which this host keeps images, and the one in which they travel: an OCI image manifest, which any registry
 * and any tool takes. Both are written the same way each time, so that an image that comes back has the digest that it had.
 */
final class KeptForm {

    /** Annotation of a manifest: the digest that the image has where it was made by others. */
    static final String SOURCE = "io.vmregistry.source.digest";

    private KeptForm() {}

    /**
     * An image as it is kept here. It says which digest it had when that cannot be told otherwise: others write the same
     * manifest differently.
     */
    static StoredManifest of(ImageManifest image, Digest digest) {
        StoredManifest kept = of(image);
        return isNamedBy(kept, digest) ? kept : of(image.annotated(SOURCE, digest.toString()));
    }

    private static StoredManifest of(ImageManifest image) {
        byte[] content = ImageManifests.toJson(image.asOurs());
        return new StoredManifest(Digest.of(content), MediaTypes.MANIFEST, content);
    }

    /**
     * An image as it travels.
     *
     * @param image as the user calls it
     * @throws ImageException.UnusableImage when its manifest cannot be read
     */
    static ManifestContent travelling(String image, StoredManifest kept) {
        ImageManifest parsed = ImageManifests.parse(kept.content())
                .value()
                .orElseThrow(() -> new ImageException.UnusableImage(image, "its manifest cannot be read"));
        return travelling(parsed);
    }

    private static ManifestContent travelling(ImageManifest image) {
        return ManifestContent.of(MediaTypes.OCI_MANIFEST, ImageManifests.toJson(image.asOci()));
    }

    /** Whether an image has this digest here, at registries, or where it came from. */
    static boolean isNamedBy(StoredManifest kept, Digest digest) {
        if (kept.digest().equals(digest)) {
            return true;
        }
        Optional<ImageManifest> image = ImageManifests.parse(kept.content()).value();
        return image.filter(found -> travelling(found).digest().equals(digest)
                        || digest.toString().equals(found.annotations().get(SOURCE)))
                .isPresent();
    }
}
