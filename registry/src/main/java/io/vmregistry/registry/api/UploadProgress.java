package io.vmregistry.registry.api;

import java.util.Map;

/**
 * How far an upload has come, as headers. {@code Range} is the OCI distribution specification's, which cannot tell none
 * from one byte; {@code Upload-Offset} can.
 */
public final class UploadProgress {

    private UploadProgress() {}

    public static Map<String, String> headers(long offset) {
        return Map.of("Range", "0-" + Math.max(0, offset - 1), "Upload-Offset", Long.toString(offset));
    }
}
