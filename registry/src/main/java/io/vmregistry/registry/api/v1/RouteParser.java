package io.vmregistry.registry.api.v1;

import io.vmregistry.registry.api.ErrorCode;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.UploadId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a path from its end, because a repository's name may hold any number of segments and every word of the API. The
 * path is split before its segments are decoded, so an encoded slash is no separator, and each piece has to be a valid
 * name, digest, tag or upload, so nothing else gets through, however it is written.
 *
 * <p>One path could be read in two ways: {@code a/manifests/tags} is the manifest tagged {@code tags} of {@code a}, not
 * the tags of {@code a/manifests}.
 */
final class RouteParser {

    private static final String PREFIX = "/v1/";

    private RouteParser() {}

    /** Reads a path as it came: neither decoded nor normalised. */
    static Route parse(String path) {
        if (!path.startsWith(PREFIX)) {
            return unknown();
        }
        List<String> segments = new ArrayList<>();
        for (String raw : path.substring(PREFIX.length()).split("/", -1)) {
            Optional<String> segment = decode(raw);
            if (segment.isEmpty()) {
                return Route.nowhere(400, ErrorCode.NAME_INVALID, "the path has a malformed percent-encoding");
            }
            segments.add(segment.get());
        }
        return parse(segments);
    }

    private static Route parse(List<String> segments) {
        int count = segments.size();
        if (segments.equals(List.of("repositories"))) {
            return new Route.Catalog();
        }
        if (endsWith(segments, "blobs", "uploads")) {
            return in(segments, count - 2, Route.Uploads::new);
        }
        if (endsWith(segments, "blobs", "uploads", "")) {
            return in(segments, count - 3, Route.Uploads::new);
        }
        if (count >= 4 && endsWith(segments.subList(0, count - 1), "blobs", "uploads")) {
            return upload(segments);
        }
        if (count >= 3 && segments.get(count - 2).equals("manifests")) {
            return manifest(segments);
        }
        if (count >= 2 && segments.getLast().equals("tags")) {
            return in(segments, count - 1, Route.Tags::new);
        }
        if (count >= 3 && segments.get(count - 2).equals("blobs")) {
            return blob(segments);
        }
        return unknown();
    }

    private static Route upload(List<String> segments) {
        return UploadId.parse(segments.getLast())
                .map(id -> in(segments, segments.size() - 3, repository -> new Route.UploadSession(repository, id)))
                .orElseGet(() -> Route.nowhere(
                        404, ErrorCode.BLOB_UPLOAD_UNKNOWN, "\"" + printable(segments) + "\" is no upload"));
    }

    private static Route manifest(List<String> segments) {
        return Reference.parse(segments.getLast())
                .map(found -> in(segments, segments.size() - 2, repository -> new Route.Manifest(repository, found)))
                .orElseGet(() -> Route.nowhere(
                        400, ErrorCode.MANIFEST_INVALID, "\"" + printable(segments) + "\" is neither tag nor digest"));
    }

    private static Route blob(List<String> segments) {
        return Digest.parse(segments.getLast())
                .map(digest -> in(segments, segments.size() - 2, repository -> new Route.Blob(repository, digest)))
                .orElseGet(() ->
                        Route.nowhere(400, ErrorCode.DIGEST_INVALID, "\"" + printable(segments) + "\" is no digest"));
    }

    private static Route in(List<String> segments, int length, Function<RepositoryName, Route> route) {
        List<String> name = segments.subList(0, length);
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

    private static boolean endsWith(List<String> segments, String... words) {
        int from = segments.size() - words.length;
        return from >= 1 && segments.subList(from, segments.size()).equals(List.of(words));
    }

    private static Route unknown() {
        return Route.nowhere(404, ErrorCode.UNSUPPORTED, "there is nothing at this path");
    }

    private static String printable(List<String> segments) {
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
