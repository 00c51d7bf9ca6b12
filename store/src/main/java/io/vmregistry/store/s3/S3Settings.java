package io.vmregistry.store.s3;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a bucket is used as a store.
 *
 * @param bucket its name
 * @param createBucket whether it is created when it is not there
 * @param region where it is created
 * @param spool directory on a local disk for parts that are not full: up to two parts of each upload that is being written
 * @param directUrls whether clients may be sent to the object store for a blob's bytes
 * @param directUrlValidity how long such a URL can be used
 */
public record S3Settings(
        String bucket,
        boolean createBucket,
        String region,
        Path spool,
        boolean directUrls,
        Duration directUrlValidity) {

    public S3Settings {
        if (bucket.isBlank()) {
            throw new IllegalArgumentException("S3 storage needs the name of a bucket: -s3-bucket NAME");
        }
    }
}
