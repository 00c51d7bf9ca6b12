package io.vmregistry.registry.content;

import io.vmregistry.spec.reference.Digest;

/** What a repository refuses although the store would do it. */
public abstract sealed class ContentException extends RuntimeException {

    private ContentException(String message) {
        super(message);
    }

    /** The bytes are no manifest that can be kept. */
    public static final class ManifestInvalid extends ContentException {
        public ManifestInvalid(String because) {
            super("Tried to store the manifest but failed because " + because);
        }
    }

    /** The manifest names another one that the repository does not have. Push that first. */
    public static final class ReferenceUnknown extends ContentException {
        public ReferenceUnknown(Digest manifest) {
            super("Tried to store the manifest but failed because manifest " + manifest
                    + ", which it names, is not in this repository. Push that one first.");
        }
    }

    /** A manifest of the repository names the blob. Delete that first. */
    public static final class BlobInUse extends ContentException {
        public BlobInUse(Digest blob, Digest manifest) {
            super("Tried to delete blob " + blob + " but failed because manifest " + manifest
                    + " of this repository names it. Delete that manifest first.");
        }
    }
}
