package io.vmregistry.store.s3;

import io.vmregistry.store.StoreException.StoreUnavailable;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.membership.Membership;
import io.vmregistry.store.referrer.ReferrerIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** A content store in a bucket. The client is the caller's, who closes it. */
public final class S3Store {

    /** The one region whose name must not be given when a bucket is created in it. */
    private static final String NAMELESS_REGION = "us-east-1";

    private final Bucket bucket;
    private final S3Settings settings;
    private final DirectLinks links;
    private final Clock clock;

    private S3Store(S3Client client, S3Presigner presigner, S3Settings settings, Clock clock) {
        this.bucket = new Bucket(client, settings.bucket());
        this.settings = settings;
        this.links = new DirectLinks(
                settings.bucket(),
                settings.directUrls() ? Optional.of(presigner) : Optional.empty(),
                settings.directUrlValidity());
        this.clock = clock;
    }

    /**
     * Opens a bucket, creating it when it is missing and that is asked for, and sees whether it can be written to.
     *
     * @throws StoreUnavailable when it cannot be used; the message says what to do
     */
    public static S3Store open(S3Client client, S3Presigner presigner, S3Settings settings, Clock clock) {
        try {
            Files.createDirectories(settings.spool());
            requireBucket(client, settings);
            S3Store store = new S3Store(client, presigner, settings, clock);
            String key = "probe/" + UUID.randomUUID();
            store.bucket.put(key, new byte[] {1});
            store.bucket.list("probe/", "", 1);
            store.bucket.delete(key);
            return store;
        } catch (SdkException e) {
            throw new StoreUnavailable(refusal(settings, e), e);
        } catch (StoreUnavailable e) {
            throw e.getCause() instanceof SdkException cause
                    ? new StoreUnavailable(refusal(settings, cause), cause)
                    : e;
        } catch (IOException e) {
            throw new StoreUnavailable(
                    "Tried to make the directory " + settings.spool() + " for parts of uploads but failed because of "
                            + e.getMessage() + ". Name another one with -s3-spool.",
                    e);
        }
    }

    private static void requireBucket(S3Client client, S3Settings settings) {
        try {
            client.headBucket(request -> request.bucket(settings.bucket()));
        } catch (S3Exception e) {
            if (e.statusCode() != 404 || !settings.createBucket()) {
                throw e;
            }
            create(client, settings);
        }
    }

    private static void create(S3Client client, S3Settings settings) {
        try {
            client.createBucket(request -> {
                request.bucket(settings.bucket());
                if (!settings.region().equals(NAMELESS_REGION)) {
                    request.createBucketConfiguration(CreateBucketConfiguration.builder()
                            .locationConstraint(BucketLocationConstraint.fromValue(settings.region()))
                            .build());
                }
            });
        } catch (S3Exception e) {
            if (!S3Faults.code(e).equals("BucketAlreadyOwnedByYou")) {
                throw e;
            }
        }
    }

    private static String refusal(S3Settings settings, SdkException e) {
        String advice = switch (e instanceof S3Exception answer ? answer.statusCode() : 0) {
            case 301, 400 -> "See that -s3-region and -s3-endpoint are the bucket's.";
            case 401, 403 ->
                "See that -s3-access-key and -s3-secret-key are right and that they may read, write, list and"
                        + " delete in the bucket (docs/operations/s3.md has the permissions).";
            case 404 ->
                settings.createBucket()
                        ? "See that -s3-endpoint is an S3 service."
                        : "Create it, or start without -s3-skip-bucket-creation.";
            case 409 -> "The name belongs to somebody else; choose another one with -s3-bucket.";
            default -> "See that -s3-endpoint is right and that the object store runs.";
        };
        return "Tried to open the bucket \"" + settings.bucket() + "\" but failed because of the object store: "
                + S3Faults.reason(e) + ". " + advice;
    }

    public BlobStore blobs() {
        return new S3BlobStore(bucket, links, settings.spool(), clock);
    }

    public ManifestStore manifests() {
        return new S3ManifestStore(bucket);
    }

    public Membership membership() {
        return new S3Membership(bucket, clock);
    }

    public ReferrerIndex referrers() {
        return new S3ReferrerIndex(bucket);
    }
}
