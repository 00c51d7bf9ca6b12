package io.vmregistry.registry.api.v1;

import io.vmregistry.registry.access.Gate;
import io.vmregistry.registry.access.Need;
import io.vmregistry.registry.api.EntityTag;
import io.vmregistry.registry.api.Exchange;
import io.vmregistry.registry.content.RepositoryManifests;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.StoreException.ManifestUnknown;
import io.vmregistry.store.manifest.StoredManifest;

/** {@code HEAD|GET|PUT|DELETE /v1/<repository>/manifests/<reference>}. */
final class ManifestRoutes {

    private final Gate gate;
    private final RepositoryManifests manifests;
    private final int maxBytes;

    ManifestRoutes(Gate gate, RepositoryManifests manifests, int maxBytes) {
        this.gate = gate;
        this.manifests = manifests;
        this.maxBytes = maxBytes;
    }

    void handle(Exchange exchange, RepositoryName repository, Reference reference) {
        switch (exchange.method().name()) {
            case "HEAD", "GET" -> get(exchange, repository, reference);
            case "PUT" -> put(exchange, repository, reference);
            default -> delete(exchange, repository, reference);
        }
    }

    private void get(Exchange exchange, RepositoryName repository, Reference reference) {
        exchange.admit(gate, new Need.Pull(repository));
        StoredManifest manifest = manifests
                .get(repository, reference)
                .orElseThrow(() -> new ManifestUnknown(name(repository, reference)));
        EntityTag tag = new EntityTag(manifest.digest());
        exchange.with("ETag", tag.toString())
                .with("Docker-Content-Digest", manifest.digest().toString());
        byte[] content = manifest.content();
        if (tag.isIn(exchange.header("If-None-Match"))) {
            exchange.send(304);
        } else if (exchange.method().name().equals("HEAD")) {
            exchange.with("Content-Type", manifest.mediaType()).sendHead(200, content.length);
        } else {
            exchange.send(200, manifest.mediaType(), content);
        }
    }

    private void put(Exchange exchange, RepositoryName repository, Reference reference) {
        exchange.admit(gate, new Need.Push(repository));
        byte[] content = exchange.body().readAll(maxBytes);
        String mediaType = exchange.header("Content-Type").split(";", -1)[0].strip();
        Digest digest = manifests.put(repository, reference, mediaType, content);
        exchange.with("Location", "/v1/" + repository + "/manifests/" + digest)
                .with("Docker-Content-Digest", digest.toString())
                .with("ETag", new EntityTag(digest).toString())
                .send(201);
    }

    private void delete(Exchange exchange, RepositoryName repository, Reference reference) {
        exchange.admit(gate, new Need.Delete(repository));
        if (!manifests.delete(repository, reference)) {
            throw new ManifestUnknown(name(repository, reference));
        }
        exchange.send(202);
    }

    private static String name(RepositoryName repository, Reference reference) {
        return switch (reference) {
            case Reference.ByTag tag -> repository + ":" + tag;
            case Reference.ByDigest digest -> repository + "@" + digest;
        };
    }
}
