package io.vmregistry.client.registry;

import java.net.URI;

/** An upload that a registry began: the address to continue it at, and how many bytes the registry holds. */
public record UploadLocation(URI uri, long offset) {

    public UploadLocation {
        if (offset < 0) {
            throw new IllegalArgumentException("an upload's offset cannot be negative: " + offset);
        }
    }
}
