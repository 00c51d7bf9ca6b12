package io.vmregistry.e2e.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * An image that a drill pushes.
 *
 * @param blobs the configuration, then the layers
 * @param subject the manifest that it is about
 */
record Image(List<byte[]> blobs, byte[] manifest, Optional<String> subject) {

    static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";

    private static final String BLOB = "application/octet-stream";
    private static final JsonMapper JSON = new JsonMapper();

    Image {
        blobs = List.copyOf(blobs);
    }

    static Image of(List<byte[]> blobs, Optional<String> subject) {
        ObjectNode manifest = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MEDIA_TYPE);
        manifest.set("config", descriptor(BLOB, Sha256.of(blobs.getFirst()), blobs.getFirst().length));
        blobs.stream()
                .skip(1)
                .forEach(layer -> manifest.withArray("layers").add(descriptor(BLOB, Sha256.of(layer), layer.length)));
        subject.ifPresent(about -> manifest.set("subject", descriptor(MEDIA_TYPE, about, 1)));
        try {
            return new Image(blobs, JSON.writeValueAsBytes(manifest), subject);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode descriptor(String mediaType, String digest, long size) {
        return JSON.createObjectNode()
                .put("mediaType", mediaType)
                .put("digest", digest)
                .put("size", size);
    }

    String digest() {
        return Sha256.of(manifest);
    }

    /**
     * Makes images of which many share layers, so that what one push leaves behind another one needs again. May be called
     * from any thread.
     */
    static final class Source {
        private static final int SHARED = 12;

        private final List<byte[]> shared = new ArrayList<>();
        private final int largest;

        /** @param largest bytes of a layer */
        Source(RandomGenerator random, int largest) {
            this.largest = largest;
            for (int i = 0; i < SHARED; i++) {
                shared.add(bytes(random));
            }
        }

        Image next(RandomGenerator random, Optional<String> subject) {
            List<byte[]> blobs = new ArrayList<>();
            blobs.add(("{\"n\":%d}".formatted(random.nextLong())).getBytes(UTF_8));
            blobs.add(shared.get(random.nextInt(SHARED)));
            if (random.nextBoolean()) {
                blobs.add(bytes(random));
            }
            return of(blobs, subject);
        }

        /** One whose every blob others have as well. */
        Image ofShared(RandomGenerator random) {
            int first = random.nextInt(SHARED);
            return of(List.of(shared.get(first), shared.get((first + 1) % SHARED)), Optional.empty());
        }

        private byte[] bytes(RandomGenerator random) {
            byte[] bytes = new byte[1 + random.nextInt(largest)];
            random.nextBytes(bytes);
            return bytes;
        }
    }
}
