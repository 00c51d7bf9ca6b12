package io.vmregistry.client.registry;

import java.net.URI;

/**
 * An upload that a registry began.
 *
 * @param uri where to continue it
 * @param offset bytes that the registry holds
 * @param smallestChunk bytes that every request but the last has to bring ({@code OCI-Chunk-Min-Length}); 0 when the
 *     registry does not say
 */
public record UploadLocation(URI uri, long offset, long smallestChunk) {

    public UploadLocation {
        if (offset < 0 || smallestChunk < 0) {
            throw new IllegalArgumentException(
                    "an upload's numbers cannot be negative: " + offset + ", " + smallestChunk);
        }
    }
}
