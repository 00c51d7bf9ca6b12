package io.vmregistry.client.registry;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.http.BodySource;
import io.vmregistry.client.http.HttpCall;
import io.vmregistry.client.http.HttpReply;
import io.vmregistry.spec.image.MediaTypes;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import java.util.Optional;

/** {@code HEAD|GET|PUT|DELETE /<repository>/manifests/<reference>}. */
final class Manifests {

    private static final String ACCEPT = String.join(
            ", ",
            MediaTypes.MANIFEST,
            MediaTypes.OCI_MANIFEST,
            MediaTypes.OCI_INDEX,
            MediaTypes.DOCKER_MANIFEST,
            MediaTypes.DOCKER_INDEX);
    private static final String DIGEST_HEADER = "Docker-Content-Digest";

    private final Routes routes;
    private final Authorizer authorizer;

    Manifests(Routes routes, Authorizer authorizer) {
        this.routes = routes;
        this.authorizer = authorizer;
    }

    Optional<Digest> digest(RepositoryName repository, Reference reference) {
        HttpReply reply = fetch("HEAD", repository, reference);
        if (reply.status() == 404) {
            return Optional.empty();
        }
        Optional<Digest> claimed = reply.orThrow().header(DIGEST_HEADER).flatMap(Digest::parse);
        return claimed.isPresent()
                ? claimed
                : Optional.of(get(repository, reference).digest());
    }

    ManifestContent get(RepositoryName repository, Reference reference) {
        HttpReply reply = fetch("GET", repository, reference);
        if (reply.status() == 404) {
            throw new ClientException.NotFound(
                    reply.tried(),
                    "the registry has no such image",
                    "Run \"vmr tags " + repository + "\" to see which tags there are.");
        }
        byte[] bytes = reply.orThrow().body();
        Digest expected = reference instanceof Reference.ByDigest(Digest digest)
                ? digest
                : reply.header(DIGEST_HEADER).flatMap(Digest::parse).orElseGet(() -> Digest.of(bytes));
        Digest actual =
                Digest.from(expected.algorithm(), expected.algorithm().newHash().digest(bytes));
        if (!actual.equals(expected)) {
            throw new ClientException.DigestMismatch(
                    reply.tried(), expected, "its bytes have the digest " + actual + ", not " + expected);
        }
        return new ManifestContent(expected, mediaType(reply), bytes);
    }

    private static String mediaType(HttpReply reply) {
        String type = reply.header("Content-Type").orElse(MediaTypes.MANIFEST);
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip();
    }

    private HttpReply fetch(String method, RepositoryName repository, Reference reference) {
        String tried = "find image " + name(repository, reference) + " at " + routes.base();
        return authorizer.send(
                HttpCall.of(method, routes.manifest(repository, reference), tried)
                        .header("Accept", ACCEPT),
                AccessScope.of(repository, Action.PULL));
    }

    void put(RepositoryName repository, Reference reference, ManifestContent manifest) {
        String tried = "push manifest " + name(repository, reference) + " to " + routes.base();
        authorizer
                .send(
                        HttpCall.of("PUT", routes.manifest(repository, reference), tried)
                                .sending(BodySource.of(manifest.bytes()), manifest.mediaType()),
                        AccessScope.of(repository, Action.PULL, Action.PUSH))
                .orThrow();
    }

    void delete(RepositoryName repository, Reference reference) {
        String tried = "delete manifest " + name(repository, reference) + " at " + routes.base();
        authorizer
                .send(
                        HttpCall.of("DELETE", routes.manifest(repository, reference), tried),
                        AccessScope.of(repository, Action.DELETE))
                .orThrow();
    }

    private static String name(RepositoryName repository, Reference reference) {
        return switch (reference) {
            case Reference.ByTag(var tag) -> repository + ":" + tag;
            case Reference.ByDigest(var digest) -> repository + "@" + digest;
        };
    }
}
