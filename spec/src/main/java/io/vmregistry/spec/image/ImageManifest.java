package io.vmregistry.spec.image;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What an image is made of: the configuration's blob and the disks' blobs, in order. */
public record ImageManifest(
        String mediaType, Descriptor config, List<Descriptor> layers, Map<String, String> annotations) {

    public ImageManifest {
        layers = List.copyOf(layers);
        annotations = Map.copyOf(annotations);
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
