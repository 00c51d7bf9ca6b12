package io.vmregistry.registry.api.route;

import io.vmregistry.registry.access.Caller;
import io.vmregistry.registry.access.Gate;
import io.vmregistry.registry.access.Need;
import io.vmregistry.registry.api.ApiException;
import io.vmregistry.registry.api.EntityTag;
import io.vmregistry.registry.api.ErrorCode;
import io.vmregistry.registry.api.Exchange;
import io.vmregistry.registry.api.RangeHeader;
import io.vmregistry.registry.content.RepositoryBlobs;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.StoreException.BlobUnknown;
import io.vmregistry.store.blob.BlobReader;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.blob.UploadOwner;
import java.net.URI;
import java.util.Optional;

/** {@code HEAD|GET|PUT|DELETE <repository>/blobs/<digest>}. */
final class BlobRoutes {

    private final ApiPaths paths;
    private final Gate gate;
    private final RepositoryBlobs blobs;

    BlobRoutes(ApiPaths paths, Gate gate, RepositoryBlobs blobs) {
        this.paths = paths;
        this.gate = gate;
        this.blobs = blobs;
    }

    void handle(Exchange exchange, RepositoryName repository, Digest digest) {
        switch (exchange.method().name()) {
            case "HEAD" -> head(exchange, repository, digest);
            case "GET" -> get(exchange, repository, digest);
            case "PUT" -> put(exchange, repository, digest);
            default -> delete(exchange, repository, digest);
        }
    }

    private void head(Exchange exchange, RepositoryName repository, Digest digest) {
        exchange.admit(gate, new Need.Pull(repository));
        long size = blobs.lease(repository, digest).orElseThrow(() -> new BlobUnknown(digest));
        describe(exchange, digest).sendHead(200, size);
    }

    private void get(Exchange exchange, RepositoryName repository, Digest digest) {
        exchange.admit(gate, new Need.Pull(repository));
        if (exchange.header("If-None-Match").isEmpty()
                && exchange.header("Range").isEmpty()) {
            getWhole(exchange, repository, digest);
        } else {
            getKnowingTheSize(exchange, repository, digest);
        }
    }

    /** As most pulls ask. Nothing has to be looked up before: on an object store each look is a request. */
    private void getWhole(Exchange exchange, RepositoryName repository, Digest digest) {
        Optional<URI> elsewhere = blobs.directUrl(repository, digest);
        if (elsewhere.isPresent()) {
            redirect(exchange, digest, elsewhere.get());
        } else {
            send(exchange, 200, repository, digest, ByteRange.ALL);
        }
    }

    private void getKnowingTheSize(Exchange exchange, RepositoryName repository, Digest digest) {
        long size = blobs.size(repository, digest).orElseThrow(() -> new BlobUnknown(digest));
        EntityTag tag = new EntityTag(digest);
        if (tag.isIn(exchange.header("If-None-Match"))) {
            exchange.with("ETag", tag.toString()).send(304);
            return;
        }
        Optional<URI> elsewhere = blobs.directUrl(repository, digest);
        if (elsewhere.isPresent()) {
            redirect(exchange, digest, elsewhere.get());
            return;
        }
        String condition = exchange.header("If-Range");
        boolean ranged = condition.isEmpty() || condition.equals(tag.toString());
        switch (RangeHeader.parse(ranged ? exchange.header("Range") : "", size)) {
            case RangeHeader.All() -> send(exchange, 200, repository, digest, ByteRange.ALL);
            case RangeHeader.Part(ByteRange range) -> {
                exchange.with("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + size);
                send(exchange, 206, repository, digest, range);
            }
            case RangeHeader.Unsatisfiable() -> {
                exchange.with("Content-Range", "bytes */" + size);
                throw new ApiException(416, ErrorCode.RANGE_INVALID, "the blob has " + size + " bytes");
            }
        }
    }

    /**
     * The object store answers ranges itself. The URL opens this blob to whoever has it, for minutes: no cache may keep it.
     */
    private static void redirect(Exchange exchange, Digest digest, URI target) {
        exchange.with("Location", target.toString())
                .with("Docker-Content-Digest", digest.toString())
                .with("Cache-Control", "no-store")
                .send(307);
    }

    private void send(Exchange exchange, int status, RepositoryName repository, Digest digest, ByteRange range) {
        try (BlobReader blob = blobs.open(repository, digest, range)) {
            describe(exchange, digest).send(status, blob);
        }
    }

    private static Exchange describe(Exchange exchange, Digest digest) {
        return exchange.with("Content-Type", "application/octet-stream")
                .with("Docker-Content-Digest", digest.toString())
                .with("ETag", new EntityTag(digest).toString())
                .with("Accept-Ranges", "bytes");
    }

    private void put(Exchange exchange, RepositoryName repository, Digest digest) {
        Caller caller = exchange.admit(gate, new Need.Push(repository));
        blobs.put(
                new UploadOwner(repository, caller.subject()),
                digest,
                upload -> exchange.body().copyTo(upload::write));
        exchange.with("Location", paths.blob(repository, digest))
                .with("Docker-Content-Digest", digest.toString())
                .with("ETag", new EntityTag(digest).toString())
                .send(201);
    }

    private void delete(Exchange exchange, RepositoryName repository, Digest digest) {
        exchange.admit(gate, new Need.Delete(repository));
        if (!blobs.delete(repository, digest)) {
            throw new BlobUnknown(digest);
        }
        exchange.send(202);
    }
}
