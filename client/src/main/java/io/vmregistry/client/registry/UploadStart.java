package io.vmregistry.client.registry;

/** What became of a blob that might have been taken over from another repository. */
public sealed interface UploadStart {

    /** The repository has it now. */
    record Mounted() implements UploadStart {}

    /** It has to be sent. */
    record Begun(UploadLocation location) implements UploadStart {}
}
