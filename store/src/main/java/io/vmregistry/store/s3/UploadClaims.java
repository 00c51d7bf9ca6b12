package io.vmregistry.store.s3;

import io.vmregistry.store.StoreException.UploadBusy;
import io.vmregistry.store.StoreException.UploadUnknown;
import io.vmregistry.store.blob.UploadId;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Where claims to uploads are made.
 *
 * @param nanoTime the stopwatch that says how long ago a claim was renewed
 * @param renewal how often it is renewed
 */
record UploadClaims(Bucket bucket, LongSupplier nanoTime, Duration renewal) {

    /** Claims an upload that nobody else knows of yet. */
    UploadClaim ofNew(UploadId id) {
        return UploadClaim.ofNew(bucket, id, nanoTime, renewal);
    }

    /**
     * Claims an upload.
     *
     * @throws UploadBusy when somebody has it, or wants it at the same moment
     * @throws UploadUnknown when there is no such upload
     */
    UploadClaim take(UploadId id) {
        UploadClaim claim = ofNew(id);
        try {
            claim.requireSoleWriter();
            return claim;
        } catch (RuntimeException e) {
            claim.close();
            throw e;
        }
    }
}
