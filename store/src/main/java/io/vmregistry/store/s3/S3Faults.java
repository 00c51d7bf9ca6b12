package io.vmregistry.store.s3;

import io.vmregistry.store.StoreException;
import io.vmregistry.store.StoreException.StoreFull;
import io.vmregistry.store.StoreException.StoreUnavailable;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** The one place that knows what a failed call to S3 means. The SDK has retried it before it gets here. */
final class S3Faults {

    private static final int INSUFFICIENT_STORAGE = 507;

    /** Codes that compatible stores answer when they have no room; AWS never has none. */
    private static final Set<String> FULL = Set.of("QuotaExceeded", "XMinioStorageFull", "InsufficientCapacity");

    private S3Faults() {}

    /** Makes a call; {@code what} completes "Tried to …". */
    static <T> T call(String what, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            throw classify(what, e);
        }
    }

    static StoreException classify(String what, SdkException e) {
        if (e instanceof AwsServiceException answer
                && (answer.statusCode() == INSUFFICIENT_STORAGE || FULL.contains(code(answer)))) {
            return new StoreFull("Tried to " + what + " but failed because the object store is full.", e);
        }
        return new StoreUnavailable("Tried to " + what + " but failed because of the object store: " + reason(e), e);
    }

    /** Whether what was asked for is not there; a bucket that is gone is another matter. */
    static boolean isMissing(AwsServiceException e) {
        return e.statusCode() == 404 && !code(e).equals("NoSuchBucket");
    }

    static String code(AwsServiceException e) {
        String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        return code == null ? "" : code;
    }

    static String reason(SdkException e) {
        return e instanceof AwsServiceException answer
                ? answer.statusCode() + " " + code(answer)
                : String.valueOf(e.getMessage());
    }
}
