package io.vmregistry.client.transfer;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.registry.ManifestContent;
import io.vmregistry.spec.image.Decoded;
import io.vmregistry.spec.image.Descriptor;
import io.vmregistry.spec.image.ImageManifest;
import io.vmregistry.spec.image.ImageManifests;
import io.vmregistry.spec.reference.Digest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The blobs that a manifest names: its configuration and its layers, each digest once. */
final class ManifestBlobs {

    private ManifestBlobs() {}

    /**
     * The blobs in the manifest's order.
     *
     * @throws ClientException.Incomprehensible when the manifest is not an image's
     */
    static List<Descriptor> of(ManifestContent manifest, String tried) {
        ImageManifest image = read(manifest, tried);
        Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
        image.blobs().forEach(blob -> blobs.putIfAbsent(blob.digest(), blob));
        return List.copyOf(blobs.values());
    }

    private static ImageManifest read(ManifestContent manifest, String tried) {
        return switch (ImageManifests.parse(manifest.bytes())) {
            case Decoded.Valid<ImageManifest>(ImageManifest image) -> image;
            case Decoded.Invalid<ImageManifest>(String problem) ->
                throw new ClientException.Incomprehensible(tried, problem);
        };
    }
}
