package io.vmregistry.registry.api.route;

import io.vmregistry.registry.access.Gate;
import io.vmregistry.registry.access.Need;
import io.vmregistry.registry.api.ApiException;
import io.vmregistry.registry.api.EntityTag;
import io.vmregistry.registry.api.ErrorCode;
import io.vmregistry.registry.api.Exchange;
import io.vmregistry.registry.content.RepositoryManifests;
import io.vmregistry.registry.content.RepositoryManifests.Stored;
import io.vmregistry.registry.content.RepositoryManifests.Target;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.StoreException.ManifestUnknown;
import io.vmregistry.store.manifest.StoredManifest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * {@code HEAD|GET|PUT|DELETE <repository>/manifests/<reference>}. A manifest that is put by digest can be tagged on the way
 * ({@code ?tag=}, several), and one that is put by tag can be given its digest ({@code ?digest=}).
 */
final class ManifestRoutes {

    private final ApiPaths paths;
    private final Gate gate;
    private final RepositoryManifests manifests;
    private final int maxBytes;

    ManifestRoutes(ApiPaths paths, Gate gate, RepositoryManifests manifests, int maxBytes) {
        this.paths = paths;
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
        OptionalInt lacking = answer(exchange, repository, reference);
        while (lacking.isPresent()) {
            exchange.awaitRoom(lacking.getAsInt());
            lacking = answer(exchange, repository, reference);
        }
    }

    /** How many bytes there is no room for: the manifest is let go and read again when there is. Empty when it is answered. */
    private OptionalInt answer(Exchange exchange, RepositoryName repository, Reference reference) {
        StoredManifest manifest = manifests
                .get(repository, reference)
                .orElseThrow(() -> new ManifestUnknown(name(repository, reference)));
        EntityTag tag = new EntityTag(manifest.digest());
        exchange.with("ETag", tag.toString())
                .with("Docker-Content-Digest", manifest.digest().toString());
        if (tag.isIn(exchange.header("If-None-Match"))) {
            exchange.send(304);
        } else if (exchange.method().name().equals("HEAD")) {
            exchange.with("Content-Type", manifest.mediaType()).sendHead(200, manifest.size());
        } else if (exchange.tryHold(manifest.size())) {
            exchange.send(200, manifest.mediaType(), manifest.size(), manifest.stream());
        } else {
            return OptionalInt.of(manifest.size());
        }
        return OptionalInt.empty();
    }

    private void put(Exchange exchange, RepositoryName repository, Reference reference) {
        exchange.admit(gate, new Need.Push(repository));
        byte[] content = exchange.readAll(maxBytes);
        String mediaType = exchange.header("Content-Type").split(";", -1)[0].strip();
        Target target = target(exchange, reference);
        Stored stored = manifests.put(repository, target, mediaType, content);
        Digest digest = stored.digest();
        stored.subject().ifPresent(subject -> exchange.with("OCI-Subject", subject.toString()));
        if (reference instanceof Reference.ByDigest && !target.tags().isEmpty()) {
            exchange.with("OCI-Tag", target.tags().stream().map(Tag::value).collect(Collectors.joining(", ")));
        }
        exchange.with("Location", paths.manifest(repository, digest))
                .with("Docker-Content-Digest", digest.toString())
                .with("ETag", new EntityTag(digest).toString())
                .send(201);
    }

    private static Target target(Exchange exchange, Reference reference) {
        return switch (reference) {
            case Reference.ByDigest(Digest digest) -> new Target(Optional.of(digest), tags(exchange.queries("tag")));
            case Reference.ByTag(Tag tag) -> new Target(DigestQuery.read(exchange), List.of(tag));
        };
    }

    private static List<Tag> tags(List<String> names) {
        return names.stream()
                .distinct()
                .map(
                        name -> Tag.parse(name)
                                .orElseThrow(
                                        () -> new ApiException(
                                                400,
                                                ErrorCode.MANIFEST_INVALID,
                                                "one of the ?tag= is no tag, which has letters, digits, _ . and -; nothing was stored")))
                .toList();
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
