package io.vmregistry.client.registry;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.http.BodySource;
import io.vmregistry.client.http.HttpCaller;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * One registry. May be used from any number of threads. One call is one attempt: who wants to try again looks at the
 * fault. Every method can throw {@link ClientException.Unavailable} (again later), {@link ClientException.Unauthenticated},
 * {@link ClientException.Denied}, {@link ClientException.Incomprehensible} and {@link ClientException.Cancelled}.
 */
public interface RegistryClient {

    /**
     * Any registry that speaks OCI Distribution, ours among them.
     *
     * @param registry such as {@code http://127.0.0.1:8080}; a path in it is kept
     */
    static RegistryClient oci(URI registry, HttpCaller caller, CredentialSource credentials, Clock clock) {
        return new OciRegistryClient(registry, caller, credentials, clock);
    }

    URI url();

    /** Size in bytes, or empty when the repository has no such blob, or the client may not see it. */
    OptionalLong blobSize(RepositoryName repository, Digest digest);

    /**
     * Streams a blob from an offset to its end.
     *
     * @param size of the whole blob; an answer that says another is {@link ClientException.Incomprehensible}
     * @throws ClientException.NotFound when the repository has no such blob
     */
    void readBlob(RepositoryName repository, Digest digest, long offset, long size, ByteConsumer consumer);

    /** How this registry wants its uploads. */
    UploadLimits uploadLimits();

    /**
     * Takes over a blob that another repository of the same registry holds, without moving it. A registry that cannot, or
     * may not for this client, begins an upload instead.
     */
    UploadStart mount(RepositoryName repository, Digest digest, RepositoryName from);

    /** Begins an upload. */
    UploadLocation beginUpload(RepositoryName repository);

    /**
     * Sends a whole blob to an upload that holds nothing yet, and closes it. It cannot be continued after a failure.
     *
     * @throws ClientException.DigestMismatch when the bytes that arrived do not have the digest; the upload is gone then
     */
    void putBlob(RepositoryName repository, URI upload, Digest digest, BodySource content);

    /**
     * Where an upload stands.
     *
     * @return empty when the registry does not know it (any more)
     */
    Optional<UploadLocation> uploadStatus(RepositoryName repository, URI upload);

    /**
     * Appends bytes behind {@code at.offset()}.
     *
     * @return where the upload stands now
     * @throws ClientException.Refused with status 416 when the upload ends elsewhere: ask {@link #uploadStatus}
     * @throws ClientException.NotFound when the registry does not know the upload (any more)
     */
    UploadLocation appendUpload(RepositoryName repository, UploadLocation at, BodySource chunk);

    /**
     * Makes the uploaded bytes a blob.
     *
     * @throws ClientException.DigestMismatch when they do not have the digest; the upload is gone then
     * @throws ClientException.NotFound when the registry does not know the upload (any more)
     */
    void finishUpload(RepositoryName repository, URI upload, Digest digest);

    /** Drops an upload. Repeating it does nothing. */
    void cancelUpload(RepositoryName repository, URI upload);

    /** A manifest's digest without its bytes; empty when there is none. */
    Optional<Digest> manifestDigest(RepositoryName repository, Reference reference);

    /**
     * A manifest, checked against the digest that was asked for or that the registry claims.
     *
     * @throws ClientException.NotFound when there is none
     * @throws ClientException.DigestMismatch when its bytes do not have that digest
     */
    ManifestContent manifest(RepositoryName repository, Reference reference);

    /**
     * Puts a manifest under a tag or under its digest. Its blobs must be there.
     *
     * @throws ClientException.Refused when a blob is missing or the manifest is not well formed
     */
    void putManifest(RepositoryName repository, Reference reference, ManifestContent manifest);

    /**
     * Deletes a manifest, or a tag and what only it named.
     *
     * @throws ClientException.NotFound when there is none
     */
    void deleteManifest(RepositoryName repository, Reference reference);

    /** Every tag, in lexical order; pages are fetched as the stream is read. */
    Stream<Tag> tags(RepositoryName repository);

    /** Every repository that the client may see, in lexical order; pages are fetched as the stream is read. */
    Stream<RepositoryName> repositories();

    /** Takes a blob's bytes in order; the buffer belongs to it during the call only. */
    @FunctionalInterface
    interface ByteConsumer {
        void accept(ByteBuffer bytes);
    }
}
