package io.vmregistry.daemon.image;

import io.vmregistry.spec.image.Descriptor;
import io.vmregistry.spec.image.ImageManifest;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An image that others made, and the one blob of it that can hold a disk: KubeVirt's container disks, virter's images with
 * one layer, and what ORAS pushes. What a layer's media type says is a hint; what it holds is seen when it is here.
 *
 * @param layer the disk as it is, or packed
 */
record ForeignImage(Descriptor layer) {

    /** The layers of container images: a KubeVirt container disk is one. */
    private static final Set<String> TAR_LAYERS = Set.of(
            "application/vnd.oci.image.layer.v1.tar",
            "application/vnd.oci.image.layer.v1.tar+gzip",
            "application/vnd.docker.image.rootfs.diff.tar",
            "application/vnd.docker.image.rootfs.diff.tar.gzip");

    private static final String VIRTER_LAYER = "application/vnd.com.linbit.virter.layer.v1.qcow2.gzip";
    private static final String TITLE = "org.opencontainers.image.title";
    private static final List<String> DISK_NAMES = List.of(".qcow2", ".img", ".raw", ".iso");

    /**
     * Looks for the layer.
     *
     * @param image as the user calls it
     * @throws ImageException.UnusableImage when no layer can be meant
     */
    static ForeignImage of(String image, ImageManifest manifest) {
        List<Descriptor> layers = manifest.layers();
        if (layers.size() == 1) {
            return new ForeignImage(layers.getFirst());
        }
        if (!layers.isEmpty()
                && layers.stream().allMatch(layer -> layer.mediaType().equals(VIRTER_LAYER))) {
            throw new ImageException.UnusableImage(
                    image,
                    "its disk is spread over %d qcow2 layers, and only images with one are read"
                            .formatted(layers.size()));
        }
        List<Descriptor> named =
                layers.stream().filter(ForeignImage::isNamedLikeADisk).toList();
        if (named.size() == 1) {
            return new ForeignImage(named.getFirst());
        }
        Optional<Descriptor> largest = layers.stream().max(Comparator.comparingLong(Descriptor::size));
        if (largest.isPresent() && layers.stream().allMatch(layer -> TAR_LAYERS.contains(layer.mediaType()))) {
            return new ForeignImage(largest.get());
        }
        throw new ImageException.UnusableImage(
                image, "the registry has something there in which no disk can be told from the rest");
    }

    private static boolean isNamedLikeADisk(Descriptor layer) {
        String title = layer.annotations().getOrDefault(TITLE, "").toLowerCase(Locale.ROOT);
        return DISK_NAMES.stream().anyMatch(title::endsWith);
    }
}
