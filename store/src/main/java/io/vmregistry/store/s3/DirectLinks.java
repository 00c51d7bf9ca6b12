package io.vmregistry.store.s3;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Links with which a client reads an object from the object store itself, for a while and without other credentials. */
final class DirectLinks {

    private final String bucket;
    private final Optional<S3Presigner> presigner;
    private final Duration validity;

    DirectLinks(String bucket, Optional<S3Presigner> presigner, Duration validity) {
        this.bucket = bucket;
        this.presigner = presigner;
        this.validity = validity;
    }

    boolean isOffered() {
        return presigner.isPresent();
    }

    URI to(String key) {
        try {
            return presigner
                    .orElseThrow()
                    .presignGetObject(request -> request.signatureDuration(validity)
                            .getObjectRequest(object -> object.bucket(bucket).key(key)))
                    .url()
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the object store's URL is none: " + key, e);
        }
    }
}
