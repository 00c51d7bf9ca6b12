package io.vmregistry.store;

import io.vmregistry.spec.reference.Digest;

/** What can go wrong in a content store. One class for each thing a caller can do about it. */
public abstract sealed class StoreException extends RuntimeException {

    private StoreException(String message) {
        super(message);
    }

    private StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** There is no such blob. Retrying does not help. */
    public static final class BlobUnknown extends StoreException {
        public BlobUnknown(Digest digest) {
            super("blob " + digest + " is not in the store");
        }
    }

    /** There is no such manifest or tag. Retrying does not help. */
    public static final class ManifestUnknown extends StoreException {
        public ManifestUnknown(String reference) {
            super("manifest " + reference + " is not in the store");
        }
    }

    /** A manifest names blobs that are not there. Upload them first. */
    public static final class ManifestBlobUnknown extends StoreException {
        public ManifestBlobUnknown(Digest digest) {
            super("the manifest names blob " + digest + ", which is not in the store; upload it first");
        }
    }

    /** There is no such upload, it expired, or it belongs to another owner. Begin a new one. */
    public static final class UploadUnknown extends StoreException {
        public UploadUnknown(String id) {
            super("upload " + id + " is not known; it may have expired: begin a new one");
        }
    }

    /** Another request is writing to this upload right now. Retrying when it is done helps. */
    public static final class UploadBusy extends StoreException {
        public UploadBusy(String id) {
            super("upload " + id + " is being written to by another request; wait for it, then ask for the offset");
        }
    }

    /** The bytes do not have the digest that was claimed for them. Nothing was kept. */
    public static final class DigestMismatch extends StoreException {
        public DigestMismatch(Digest claimed, Digest actual) {
            super("the content's digest is " + actual + ", not " + claimed + " as claimed; nothing was stored");
        }
    }

    /** A chunk does not begin where the upload ends. Ask for the offset and go on from there. */
    public static final class OffsetMismatch extends StoreException {
        private final long expected;

        public OffsetMismatch(long expected, long given) {
            super("the chunk begins at byte " + given + " but the upload has " + expected + " bytes; continue there");
            this.expected = expected;
        }

        /** Bytes that the upload holds. */
        public long expected() {
            return expected;
        }
    }

    /** The store has no room. Free some, then repeat the same call. */
    public static final class StoreFull extends StoreException {
        public StoreFull(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The backend cannot be reached or failed now. Retrying later may help. */
    public static final class StoreUnavailable extends StoreException {
        public StoreUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
