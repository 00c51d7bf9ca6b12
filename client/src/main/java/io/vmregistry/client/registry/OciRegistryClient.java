package io.vmregistry.client.registry;

import io.vmregistry.client.http.BodySource;
import io.vmregistry.client.http.HttpCaller;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** OCI Distribution 1.1: one object for each group of endpoints, behind one that owns the tokens. */
final class OciRegistryClient implements RegistryClient {

    private final URI registry;
    private final Blobs blobs;
    private final Uploads uploads;
    private final Manifests manifests;
    private final Listings listings;

    OciRegistryClient(URI registry, HttpCaller caller, CredentialSource credentials, Clock clock) {
        Routes routes = new Routes(registry);
        Authorizer authorizer = new Authorizer(registry, caller, credentials, clock);
        this.registry = registry;
        this.blobs = new Blobs(routes, authorizer);
        this.uploads = new Uploads(routes, authorizer);
        this.manifests = new Manifests(routes, authorizer);
        this.listings = new Listings(routes, authorizer);
    }

    @Override
    public URI url() {
        return registry;
    }

    @Override
    public OptionalLong blobSize(RepositoryName repository, Digest digest) {
        return blobs.size(repository, digest);
    }

    @Override
    public void readBlob(RepositoryName repository, Digest digest, long offset, long size, ByteConsumer consumer) {
        blobs.read(repository, digest, offset, size, consumer);
    }

    @Override
    public void putBlob(RepositoryName repository, URI upload, Digest digest, BodySource content) {
        uploads.put(repository, upload, digest, content);
    }

    @Override
    public UploadLimits uploadLimits() {
        return UploadLimits.of(registry);
    }

    @Override
    public UploadStart mount(RepositoryName repository, Digest digest, RepositoryName from) {
        return uploads.mount(repository, digest, from);
    }

    @Override
    public UploadLocation beginUpload(RepositoryName repository) {
        return uploads.begin(repository);
    }

    @Override
    public Optional<UploadLocation> uploadStatus(RepositoryName repository, URI upload) {
        return uploads.status(repository, upload);
    }

    @Override
    public UploadLocation appendUpload(RepositoryName repository, UploadLocation at, BodySource chunk) {
        return uploads.append(repository, at, chunk);
    }

    @Override
    public void finishUpload(RepositoryName repository, URI upload, Digest digest) {
        uploads.finish(repository, upload, digest);
    }

    @Override
    public void cancelUpload(RepositoryName repository, URI upload) {
        uploads.cancel(repository, upload);
    }

    @Override
    public Optional<Digest> manifestDigest(RepositoryName repository, Reference reference) {
        return manifests.digest(repository, reference);
    }

    @Override
    public ManifestContent manifest(RepositoryName repository, Reference reference) {
        return manifests.get(repository, reference);
    }

    @Override
    public void putManifest(RepositoryName repository, Reference reference, ManifestContent manifest) {
        manifests.put(repository, reference, manifest);
    }

    @Override
    public void deleteManifest(RepositoryName repository, Reference reference) {
        manifests.delete(repository, reference);
    }

    @Override
    public Stream<Tag> tags(RepositoryName repository) {
        return listings.tags(repository);
    }

    @Override
    public Stream<RepositoryName> repositories() {
        return listings.repositories();
    }
}
