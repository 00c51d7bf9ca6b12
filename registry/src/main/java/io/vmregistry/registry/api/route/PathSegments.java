package io.vmregistry.registry.api.route;

import io.vmregistry.registry.api.ErrorCode;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.UploadId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A path in pieces, read from its end, because a repository's name may hold any number of segments and every word of the
 * API. The path is split before its segments are decoded, so an encoded slash is no separator, and each piece has to be a
 * valid name, digest, tag or upload, so nothing else gets through, however it is written.
 *
 * @param segments decoded
 */
public record PathSegments(List<String> segments) {

    public PathSegments {
        segments = List.copyOf(segments);
    }

    /** Splits and decodes a path behind its version; empty when its percent-encoding is malformed. */
    public static Optional<PathSegments> parse(String path) {
        List<String> segments = new ArrayList<>();
        for (String raw : path.split("/", -1)) {
            Optional<String> segment = decode(raw);
            if (segment.isEmpty()) {
                return Optional.empty();
            }
            segments.add(segment.get());
        }
        return Optional.of(new PathSegments(segments));
    }

    public boolean are(String... words) {
        return segments.equals(List.of(words));
    }

    /** Whether these words stand at the end, behind something. */
    public boolean endWith(String... words) {
        int from = segments.size() - words.length;
        return from >= 1 && segments.subList(from, segments.size()).equals(List.of(words));
    }

    /** Whether the last segment, whatever it is, follows these words, and those something. */
    public boolean lastFollows(String... words) {
        return !segments.isEmpty() && new PathSegments(segments.subList(0, segments.size() - 1)).endWith(words);
    }

    /** The routes that every version of the API has alike: uploads, blobs and manifests. */
    public Optional<Route> content() {
        if (endWith("blobs", "uploads")) {
            return Optional.of(repository(2, Route.Uploads::new));
        }
        if (endWith("blobs", "uploads", "")) {
            return Optional.of(repository(3, Route.Uploads::new));
        }
        if (lastFollows("blobs", "uploads")) {
            return Optional.of(upload());
        }
        if (lastFollows("manifests")) {
            return Optional.of(manifest());
        }
        return lastFollows("blobs") ? Optional.of(digest(Route.Blob::new)) : Optional.empty();
    }

    /** A route of the repository that stands before the last {@code words} segments. */
    public Route repository(int words, Function<RepositoryName, Route> route) {
        List<String> name = segments.subList(0, segments.size() - words);
        return Optional.of(String.join("/", name))
                .filter(joined -> name.stream().noneMatch(segment -> segment.contains("/")))
                .flatMap(RepositoryName::parse)
                .map(route)
                .orElseGet(() -> Route.nowhere(
                        400,
                        ErrorCode.NAME_INVALID,
                        "a repository is named with lower-case letters, digits and single separators . _ -, in segments"
                                + " separated by /, at most " + RepositoryName.MAX_LENGTH + " characters"));
    }

    /** {@code <name>/blobs/uploads/<id>}. */
    private Route upload() {
        return UploadId.parse(segments.getLast())
                .map(id -> repository(3, repository -> new Route.UploadSession(repository, id)))
                .orElseGet(() ->
                        Route.nowhere(404, ErrorCode.BLOB_UPLOAD_UNKNOWN, "\"" + printable() + "\" is no upload"));
    }

    /** {@code <name>/manifests/<reference>}. */
    private Route manifest() {
        return Reference.parse(segments.getLast())
                .map(reference -> repository(2, repository -> new Route.Manifest(repository, reference)))
                .orElseGet(() -> Route.nowhere(
                        400, ErrorCode.MANIFEST_INVALID, "\"" + printable() + "\" is neither tag nor digest"));
    }

    /** {@code <name>/<word>/<digest>}. */
    public Route digest(BiFunction<RepositoryName, Digest, Route> route) {
        return Digest.parse(segments.getLast())
                .map(digest -> repository(2, repository -> route.apply(repository, digest)))
                .orElseGet(() -> Route.nowhere(400, ErrorCode.DIGEST_INVALID, "\"" + printable() + "\" is no digest"));
    }

    private String printable() {
        String last = segments.getLast();
        String cut = last.length() <= 80 ? last : last.substring(0, 80) + "…";
        return cut.replaceAll("[^\\x21-\\x7e…]", "?");
    }

    /** Percent-decoding, strictly. What is not ASCII stays wrong and is refused by whoever parses the segment. */
    private static Optional<String> decode(String raw) {
        if (raw.indexOf('%') < 0) {
            return Optional.of(raw);
        }
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                int high = i + 1 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
                int low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                decoded.append((char) (high * 16 + low));
                i += 2;
            } else {
                decoded.append(c);
            }
        }
        return Optional.of(decoded.toString());
    }
}
