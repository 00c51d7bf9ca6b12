package io.vmregistry.e2e.peer;

import io.vmregistry.e2e.process.Json;
import io.vmregistry.e2e.process.Vmr;

/** What {@code vmr images} says. */
final class Images {

    private Images() {}

    /** The digest of an image that is here. */
    static String digest(Vmr vmr, String image) {
        return Json.elements(vmr.ok("images", "-o", "json"))
                .filter(one -> image.equals(
                        one.path("repository").asText() + ":" + one.path("tag").asText()))
                .map(one -> one.path("digest").asText())
                .findFirst()
                .orElseThrow(() -> new AssertionError(image + " is not here"));
    }
}
