package io.vmregistry.e2e.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Reads the report of garbage collection. */
final class Freed {

    private static final JsonMapper JSON = new JsonMapper();

    private Freed() {}

    static long blobs(String report) {
        try {
            return JSON.readTree(report).path("blobs").path("count").asLong();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no report of garbage collection: " + report, e);
        }
    }
}
