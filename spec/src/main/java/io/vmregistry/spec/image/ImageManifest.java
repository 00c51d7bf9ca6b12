package io.vmregistry.spec.image;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an image is made of: the configuration's blob and the disks' blobs, in order.
 *
 * @param artifactType what an OCI manifest says it carries
 */
public record ImageManifest(
        String mediaType,
        Optional<String> artifactType,
        Descriptor config,
        List<Descriptor> layers,
        Map<String, String> annotations) {

    public ImageManifest {
        layers = List.copyOf(layers);
        annotations = Map.copyOf(annotations);
    }

    public ImageManifest(
            String mediaType, Descriptor config, List<Descriptor> layers, Map<String, String> annotations) {
        this(mediaType, Optional.empty(), config, layers, annotations);
    }

    /** Whether config and layers are this project's own kinds, whichever manifest carries them. */
    public boolean isOurs() {
        return config.mediaType().equals(MediaTypes.CONFIG);
    }

    /** The same image as it travels on OCI registries. */
    public ImageManifest asOci() {
        return new ImageManifest(
                MediaTypes.OCI_MANIFEST, Optional.of(MediaTypes.IMAGE_ARTIFACT), config, layers, annotations);
    }

    /** The same image as {@code /v1} and the local store keep it. */
    public ImageManifest asOurs() {
        return new ImageManifest(MediaTypes.MANIFEST, Optional.empty(), config, layers, annotations);
    }

    /** The same image with one annotation more. */
    public ImageManifest annotated(String key, String value) {
        Map<String, String> more = new HashMap<>(annotations);
        more.put(key, value);
        return new ImageManifest(mediaType, artifactType, config, layers, more);
    }

    /** Every blob that must be there before a reference may name this manifest. */
    public Stream<Descriptor> blobs() {
        return Stream.concat(Stream.of(config), layers.stream());
    }

    /** Bytes of all blobs together. */
    public long totalSize() {
        return blobs().mapToLong(Descriptor::size).sum();
    }
}
