package io.vmregistry.client.registry;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.http.BodySource;
import io.vmregistry.client.http.HttpCall;
import io.vmregistry.client.http.HttpReply;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code POST /<repository>/blobs/uploads/} and {@code PATCH|PUT|GET|DELETE} of the address that it answers. */
final class Uploads {

    private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-([0-9]{1,18})");

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,12}");

    private static final String OCTETS = "application/octet-stream";

    private final Routes routes;
    private final Authorizer authorizer;

    Uploads(Routes routes, Authorizer authorizer) {
        this.routes = routes;
        this.authorizer = authorizer;
    }

    UploadLocation begin(RepositoryName repository) {
        String tried = "begin an upload to " + repository + " at " + routes.base();
        return begun(send(HttpCall.of("POST", routes.uploads(repository), tried), repository)
                .orThrow());
    }

    private static UploadLocation begun(HttpReply reply) {
        URI location = reply.location()
                .orElseThrow(() -> new ClientException.Incomprehensible(
                        reply.tried(), "the answer does not say where to send the bytes"));
        return new UploadLocation(location, 0, smallestChunk(reply));
    }

    UploadStart mount(RepositoryName repository, Digest digest, RepositoryName from) {
        String tried = "mount blob " + digest + " of " + from + " in " + repository + " at " + routes.base();
        HttpReply reply = authorizer
                .send(
                        HttpCall.of("POST", routes.mount(repository, digest, from), tried),
                        AccessScope.of(repository, Action.PULL, Action.PUSH).and(AccessScope.of(from, Action.PULL)))
                .orThrow();
        return reply.status() == 201 ? new UploadStart.Mounted() : new UploadStart.Begun(begun(reply));
    }

    void put(RepositoryName repository, URI upload, Digest digest, BodySource content) {
        String tried = "upload blob " + digest + " to " + repository + " at " + routes.base();
        close(repository, digest, closing(upload, digest, tried).sending(content, OCTETS));
    }

    Optional<UploadLocation> status(RepositoryName repository, URI upload) {
        String tried = "ask " + routes.base() + " how far an upload to " + repository + " is";
        HttpReply reply = send(HttpCall.of("GET", upload, tried), repository);
        if (reply.status() == 404) {
            return Optional.empty();
        }
        return Optional.of(new UploadLocation(location(reply.orThrow(), upload), offset(reply), smallestChunk(reply)));
    }

    UploadLocation append(RepositoryName repository, UploadLocation at, BodySource chunk) {
        String tried = "upload bytes from " + at.offset() + " on to " + repository + " at " + routes.base();
        HttpCall call = HttpCall.of("PATCH", at.uri(), tried)
                .sending(chunk, OCTETS)
                .header("Content-Range", at.offset() + "-" + (at.offset() + chunk.length() - 1))
                .waitingForDisk();
        HttpReply reply = send(call, repository).orThrow();
        return new UploadLocation(location(reply, at.uri()), at.offset() + chunk.length(), at.smallestChunk());
    }

    void finish(RepositoryName repository, URI upload, Digest digest) {
        String tried = "finish the upload of blob " + digest + " to " + repository + " at " + routes.base();
        close(repository, digest, closing(upload, digest, tried));
    }

    private static HttpCall closing(URI upload, Digest digest, String tried) {
        return HttpCall.of("PUT", Routes.withDigest(upload, digest), tried).waitingForDisk();
    }

    private void close(RepositoryName repository, Digest digest, HttpCall call) {
        HttpReply reply = send(call, repository);
        refuseWrongDigest(reply, digest);
        reply.orThrow();
    }

    void cancel(RepositoryName repository, URI upload) {
        HttpReply reply = send(
                HttpCall.of("DELETE", upload, "drop an upload to " + repository + " at " + routes.base()), repository);
        if (reply.status() != 404) {
            reply.orThrow();
        }
    }

    private HttpReply send(HttpCall call, RepositoryName repository) {
        return authorizer.send(call, AccessScope.of(repository, Action.PULL, Action.PUSH));
    }

    private static void refuseWrongDigest(HttpReply reply, Digest digest) {
        if (reply.status() == 400 && reply.hasError("DIGEST_INVALID")) {
            throw new ClientException.DigestMismatch(
                    reply.tried(), digest, "the bytes that arrived there do not have that digest");
        }
    }

    private static URI location(HttpReply reply, URI otherwise) {
        return reply.location().orElse(otherwise);
    }

    private static long smallestChunk(HttpReply reply) {
        return reply.header("OCI-Chunk-Min-Length")
                .map(String::strip)
                .filter(text -> LENGTH.matcher(text).matches())
                .map(Long::parseLong)
                .orElse(0L);
    }

    /**
     * The {@code Range} header names the last byte that the registry holds. Registries answer {@code 0-0} for an upload
     * without bytes, so that one is taken for empty: a single byte is sent again at most.
     */
    private static long offset(HttpReply reply) {
        Matcher range = RANGE.matcher(reply.header("Range").orElse("0-0").strip());
        if (!range.matches()) {
            return 0;
        }
        long last = Long.parseLong(range.group(1));
        return last == 0 ? 0 : last + 1;
    }
}
