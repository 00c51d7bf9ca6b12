package io.vmregistry.registry.api.v1;

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
import io.vmregistry.store.StoreException.OffsetMismatch;
import io.vmregistry.store.blob.Upload;
import io.vmregistry.store.blob.UploadId;
import io.vmregistry.store.blob.UploadOwner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code POST /v1/<repository>/blobs/uploads} and {@code PATCH|PUT|GET|DELETE …/uploads/<uuid>}: a blob in pieces. An
 * upload belongs to the repository and the subject that began it. What arrived before a connection broke is kept, so
 * {@code GET} tells where to go on.
 */
final class UploadRoutes {

    /** {@code <first>-<last>} as OCI writes it, or {@code bytes <first>-<last>/*} as HTTP does. */
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("(?:bytes\\s+)?([0-9]{1,18})-([0-9]{1,18})(?:/(?:\\*|[0-9]{1,18}))?");

    private final Gate gate;
    private final RepositoryBlobs blobs;

    UploadRoutes(Gate gate, RepositoryBlobs blobs) {
        this.gate = gate;
        this.blobs = blobs;
    }

    void begin(Exchange exchange, RepositoryName repository) {
        UploadOwner owner = owner(exchange, repository);
        try (Upload upload = blobs.begin(owner, Digest.Algorithm.SHA256)) {
            progress(exchange, repository, upload);
        }
        exchange.send(202);
    }

    /** The answer leaves when the upload is closed: whoever has read it may send the next request at once. */
    void handle(Exchange exchange, RepositoryName repository, UploadId id) {
        UploadOwner owner = owner(exchange, repository);
        int status;
        try (Upload upload = blobs.resume(owner, id)) {
            status = switch (exchange.method().name()) {
                case "PATCH" -> {
                    append(exchange, upload);
                    progress(exchange, repository, upload);
                    yield 202;
                }
                case "PUT" -> {
                    finish(exchange, repository, upload);
                    yield 201;
                }
                case "GET" -> {
                    progress(exchange, repository, upload);
                    yield 204;
                }
                default -> {
                    upload.cancel();
                    yield 204;
                }
            };
        }
        exchange.send(status);
    }

    private UploadOwner owner(Exchange exchange, RepositoryName repository) {
        Caller caller = exchange.admit(gate, new Need.Push(repository));
        return new UploadOwner(repository, caller.subject());
    }

    private void finish(Exchange exchange, RepositoryName repository, Upload upload) {
        Digest digest = Digest.parse(exchange.query("digest"))
                .orElseThrow(() -> new ApiException(
                        400, ErrorCode.DIGEST_INVALID, "the closing PUT needs ?digest=<algorithm>:<hex>"));
        append(exchange, upload);
        blobs.commit(repository, upload, digest);
        exchange.with("Location", "/v1/" + repository + "/blobs/" + digest)
                .with("Docker-Content-Digest", digest.toString());
    }

    private static void append(Exchange exchange, Upload upload) {
        long before = upload.offset();
        String header = exchange.header("Content-Range");
        if (header.isEmpty()) {
            exchange.body().copyTo(upload::write);
            return;
        }
        Matcher range = CONTENT_RANGE.matcher(header);
        if (!range.matches()) {
            throw new ApiException(400, ErrorCode.BLOB_UPLOAD_INVALID, "Content-Range is <first>-<last>");
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        if (first != before) {
            throw new OffsetMismatch(before, first);
        }
        long announced = exchange.body().announced();
        if (last < first || (announced >= 0 && announced != last - first + 1)) {
            throw new ApiException(
                    400, ErrorCode.SIZE_INVALID, "Content-Range and Content-Length do not name the same size");
        }
        exchange.body().copyTo(upload::write);
    }

    private static void progress(Exchange exchange, RepositoryName repository, Upload upload) {
        exchange.with("Location", "/v1/" + repository + "/blobs/uploads/" + upload.id())
                .with("Docker-Upload-UUID", upload.id().toString())
                .with(UploadProgress.headers(upload.offset()));
    }
}
