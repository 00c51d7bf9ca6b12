package io.vmregistry.registry.api.route;

import io.vmregistry.registry.access.Caller;
import io.vmregistry.registry.access.Gate;
import io.vmregistry.registry.access.Need;
import io.vmregistry.registry.api.ApiException;
import io.vmregistry.registry.api.ErrorCode;
import io.vmregistry.registry.api.Exchange;
import io.vmregistry.registry.api.UploadProgress;
import io.vmregistry.registry.content.RepositoryBlobs;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.store.StoreException.OffsetMismatch;
import io.vmregistry.store.blob.Upload;
import io.vmregistry.store.blob.UploadId;
import io.vmregistry.store.blob.UploadOwner;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code POST <repository>/blobs/uploads} and {@code PATCH|PUT|GET|DELETE …/uploads/<uuid>}: a blob in pieces, in one piece
 * ({@code ?digest=}) or from another repository ({@code ?mount=&from=}). An upload belongs to the repository and the
 * subject that began it. What arrived before a connection broke is kept, so {@code GET} tells where to go on.
 */
final class UploadRoutes {

    /** {@code <first>-<last>} as OCI writes it, or {@code bytes <first>-<last>/*} as HTTP does. */
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("(?:bytes\\s+)?([0-9]{1,18})-([0-9]{1,18})(?:/(?:\\*|[0-9]{1,18}))?");

    private final ApiPaths paths;
    private final Gate gate;
    private final RepositoryBlobs blobs;

    UploadRoutes(ApiPaths paths, Gate gate, RepositoryBlobs blobs) {
        this.paths = paths;
        this.gate = gate;
        this.blobs = blobs;
    }

    void begin(Exchange exchange, RepositoryName repository) {
        Optional<Digest> mount = Digest.parse(exchange.query("mount"));
        String from = exchange.query("from");
        if (mount.isPresent() && from.isEmpty()) {
            mountFromAnywhere(exchange, repository, mount.get());
            return;
        }
        Optional<RepositoryName> source = RepositoryName.parse(from);
        if (mount.isPresent() && source.isPresent()) {
            mount(exchange, repository, source.get(), mount.get());
            return;
        }
        Caller caller = exchange.admit(gate, new Need.Push(repository));
        Optional<Digest> whole = DigestQuery.read(exchange);
        if (whole.isPresent()) {
            putWhole(exchange, repository, caller, whole.get());
        } else {
            beginSession(exchange, repository, caller);
        }
    }

    private void mount(Exchange exchange, RepositoryName repository, RepositoryName from, Digest digest) {
        Caller caller = exchange.admit(gate, new Need.Mount(repository, from));
        if (caller.may(Action.PULL, from) && blobs.mount(repository, from, digest)) {
            created(exchange, repository, digest);
        } else {
            beginSession(exchange, repository, caller);
        }
    }

    private void mountFromAnywhere(Exchange exchange, RepositoryName repository, Digest digest) {
        Caller caller = exchange.admit(gate, new Need.MountFromAnywhere(repository));
        if (blobs.mountFromAnywhere(repository, caller, digest)) {
            created(exchange, repository, digest);
        } else {
            beginSession(exchange, repository, caller);
        }
    }

    /** Answered when the upload is closed: a client may go on at once, and an upload has one writer. */
    private void beginSession(Exchange exchange, RepositoryName repository, Caller caller) {
        UploadOwner owner = new UploadOwner(repository, caller.subject());
        try (Upload upload = blobs.begin(owner, expected(exchange))) {
            progress(exchange, repository, upload);
        }
        exchange.send(202);
    }

    /** The algorithm that the client announces; any other one may be asked for in the end. */
    private static Digest.Algorithm expected(Exchange exchange) {
        String named = exchange.query("digest-algorithm");
        return Arrays.stream(Digest.Algorithm.values())
                .filter(algorithm -> algorithm.label().equals(named))
                .findFirst()
                .orElse(Digest.Algorithm.SHA256);
    }

    private void putWhole(Exchange exchange, RepositoryName repository, Caller caller, Digest digest) {
        blobs.put(
                new UploadOwner(repository, caller.subject()),
                digest,
                upload -> exchange.body().copyTo(upload::write));
        created(exchange, repository, digest);
    }

    /** As for a new upload, what was done is answered when the upload is closed. */
    void handle(Exchange exchange, RepositoryName repository, UploadId id) {
        Caller caller = exchange.admit(gate, new Need.Push(repository));
        String method = exchange.method().name();
        Optional<Digest> closing = method.equals("PUT") ? Optional.of(DigestQuery.require(exchange)) : Optional.empty();
        try (Upload upload = blobs.resume(new UploadOwner(repository, caller.subject()), id)) {
            switch (method) {
                case "PATCH" -> {
                    append(exchange, repository, upload);
                    progress(exchange, repository, upload);
                }
                case "PUT" -> {
                    append(exchange, repository, upload);
                    blobs.commit(repository, upload, closing.orElseThrow());
                }
                case "GET" -> progress(exchange, repository, upload);
                default -> upload.cancel();
            }
        }
        if (closing.isPresent()) {
            created(exchange, repository, closing.get());
        } else {
            exchange.send(method.equals("PATCH") ? 202 : 204);
        }
    }

    private void created(Exchange exchange, RepositoryName repository, Digest digest) {
        exchange.with("Location", paths.blob(repository, digest))
                .with("Docker-Content-Digest", digest.toString())
                .send(201);
    }

    /** A chunk that does not continue the upload is refused before a byte of it is read, and the upload goes on. */
    private void append(Exchange exchange, RepositoryName repository, Upload upload) {
        String header = exchange.header("Content-Range");
        if (header.isEmpty()) {
            exchange.body().copyTo(upload::write);
            return;
        }
        Matcher range = CONTENT_RANGE.matcher(header);
        if (!range.matches()) {
            progress(exchange, repository, upload);
            throw new ApiException(
                    416,
                    ErrorCode.BLOB_UPLOAD_INVALID,
                    "Content-Range is written <first>-<last>, as 0-1048575 for the first MiB");
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        if (first != upload.offset()) {
            progress(exchange, repository, upload);
            throw new OffsetMismatch(upload.offset(), first);
        }
        long announced = exchange.body().announced();
        if (last < first || (announced >= 0 && announced != last - first + 1)) {
            throw new ApiException(
                    400, ErrorCode.SIZE_INVALID, "Content-Range and Content-Length do not name the same size");
        }
        appendExactly(exchange, repository, upload, last - first + 1);
    }

    /** What came of a chunk of another size than it said is kept, as of a broken one, but nothing beyond its range. */
    private void appendExactly(Exchange exchange, RepositoryName repository, Upload upload, long size) {
        long end = upload.offset() + size;
        long came = exchange.body().copyTo(bytes -> {
            int room = (int) Math.min(bytes.remaining(), end - upload.offset());
            upload.write(bytes.slice(bytes.position(), room));
        });
        if (came != size) {
            progress(exchange, repository, upload);
            throw new ApiException(
                    400,
                    ErrorCode.SIZE_INVALID,
                    "Content-Range names " + size + " bytes, but " + came + " came; go on where Upload-Offset says");
        }
    }

    private void progress(Exchange exchange, RepositoryName repository, Upload upload) {
        exchange.with("Location", paths.upload(repository, upload.id()))
                .with("Docker-Upload-UUID", upload.id().toString())
                .with(UploadProgress.headers(upload.offset()));
    }
}
