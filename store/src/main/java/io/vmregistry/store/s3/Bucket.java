package io.vmregistry.store.s3;

import static io.vmregistry.store.s3.S3Faults.call;

import io.vmregistry.store.blob.ByteRange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * The objects of one bucket, with faults classified. Relies on what S3 promises since 2020: a read, and a listing, that
 * begins after a write was answered sees it.
 */
final class Bucket {

    /** Most keys that S3 lists in one answer. */
    static final int PAGE = 1_000;

    /**
     * Not nothing: a signed body of no bytes still has a frame, which S3Proxy leaves unread; it answers and closes the
     * connection while the frame is being sent.
     */
    private static final byte[] MARK = {'.'};

    private static final int RANGE_NOT_SATISFIABLE = 416;

    /** Size of an object that is a mark. */
    static final long MARK_SIZE = MARK.length;

    private static final String BINARY = "application/octet-stream";

    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (?<first>[0-9]{1,18})-[0-9]+/(?<size>[0-9]{1,18})");

    private final S3Client client;
    private final String name;

    Bucket(S3Client client, String name) {
        this.client = client;
        this.name = name;
    }

    /**
     * An object as the head of an answer shows it.
     *
     * @param now the time by the object store's clock, which is the one that {@code modified} is of
     */
    record Stored(long size, Instant modified, Map<String, String> metadata, Instant now) {}

    /** An object that is being read: both are of one version of it. Abort the body rather than close it before its end. */
    record Opened(Stored object, ResponseInputStream<GetObjectResponse> body) {

        /** Lets go of it unread. A mark is read none the less, so that its connection can be used again. */
        void drop() {
            try (body) {
                if (object.size() != MARK_SIZE || body.read() < 0) {
                    body.abort();
                }
            } catch (IOException broken) {
                body.abort();
            }
        }
    }

    /** A small object as a whole. */
    record Content(byte[] bytes, Map<String, String> metadata) {}

    /** An object as a listing shows it. */
    record Listed(String key, long size, Instant modified) {}

    /**
     * A part of a listing.
     *
     * @param now the time by the object store's clock, which is the one that {@code modified} is of
     * @param more whether there are keys behind the last one
     */
    record Listing(List<Listed> objects, Instant now, boolean more) {}

    /** Bytes of a known length that can be read again when a request is repeated. */
    record Body(long length, Supplier<InputStream> stream) {
        RequestBody toRequest() {
            return RequestBody.fromContentProvider(stream::get, length, BINARY);
        }
    }

    String name() {
        return name;
    }

    S3Client client() {
        return client;
    }

    Optional<Stored> head(String key) {
        return ifThere("look up " + key, () -> {
            HeadObjectResponse found =
                    client.headObject(request -> request.bucket(name).key(key));
            return new Stored(found.contentLength(), found.lastModified(), found.metadata(), date(found));
        });
    }

    boolean exists(String key) {
        return head(key).isPresent();
    }

    /** A small object; never the bytes of a blob. */
    Optional<Content> read(String key) {
        return ifThere("read " + key, () -> {
            var found = client.getObject(request -> request.bucket(name).key(key), ResponseTransformer.toBytes());
            return new Content(found.asByteArrayUnsafe(), found.response().metadata());
        });
    }

    Optional<Opened> open(String key) {
        return open(key, ByteRange.ALL);
    }

    /** Opens bytes of an object, cut to its end. Empty when there is no such object, and when it ends before the range. */
    Optional<Opened> open(String key, ByteRange range) {
        return ifThere("read " + key, () -> {
            var body = client.getObject(request -> request.bucket(name).key(key).range(header(range)));
            try {
                return new Opened(stored(body.response(), range), body);
            } catch (RuntimeException e) {
                body.abort();
                throw e;
            }
        });
    }

    private static @Nullable String header(ByteRange range) {
        if (range.equals(ByteRange.ALL)) {
            return null;
        }
        return "bytes=" + range.first() + "-" + (range.last() == Long.MAX_VALUE ? "" : range.last());
    }

    private static Stored stored(GetObjectResponse answer, ByteRange range) {
        Matcher part = CONTENT_RANGE.matcher(String.valueOf(answer.contentRange()));
        boolean isPart = part.matches();
        if ((isPart ? Long.parseLong(part.group("first")) : 0) != range.first()) {
            throw SdkClientException.create(
                    "it was asked for " + header(range) + " and answered " + answer.contentRange());
        }
        long size = isPart ? Long.parseLong(part.group("size")) : answer.contentLength();
        return new Stored(size, answer.lastModified(), answer.metadata(), date(answer));
    }

    /** An object that is there and says nothing. */
    void mark(String key) {
        mark(key, Map.of());
    }

    /** An object that says something in its metadata only. */
    void mark(String key, Map<String, String> metadata) {
        put(key, MARK, metadata);
    }

    void put(String key, byte[] content) {
        put(key, content, Map.of());
    }

    void put(String key, byte[] content, Map<String, String> metadata) {
        put(key, new Body(content.length, () -> new ByteArrayInputStream(content)), metadata);
    }

    /** As {@link #mark(String, Map)}, given up, with all its repetitions, after a while. */
    void mark(String key, Map<String, String> metadata, Duration patience) {
        call(
                "write " + key,
                () -> client.putObject(
                        request -> request.bucket(name)
                                .key(key)
                                .metadata(metadata)
                                .overrideConfiguration(configuration -> configuration.apiCallTimeout(patience)),
                        RequestBody.fromBytes(MARK)));
    }

    void put(String key, Body body, Map<String, String> metadata) {
        call(
                "write " + key,
                () -> client.putObject(request -> request.bucket(name).key(key).metadata(metadata), body.toRequest()));
    }

    /** Removes an object. That there was none is no error. */
    void delete(String key) {
        call(
                "delete " + key,
                () -> client.deleteObject(request -> request.bucket(name).key(key)));
    }

    /** As {@link #delete(String)}, given up, with all its repetitions, after a while. */
    void delete(String key, Duration patience) {
        call(
                "delete " + key,
                () -> client.deleteObject(request -> request.bucket(name)
                        .key(key)
                        .overrideConfiguration(configuration -> configuration.apiCallTimeout(patience))));
    }

    /** Objects whose keys begin with {@code prefix} and come after {@code after}, in the order of their bytes. */
    Listing list(String prefix, String after, int limit) {
        return call("list " + prefix, () -> {
            ListObjectsV2Response page = client.listObjectsV2(request -> request.bucket(name)
                    .prefix(prefix)
                    .startAfter(after.isEmpty() ? null : after)
                    .maxKeys(Math.min(limit, PAGE)));
            return new Listing(
                    page.contents().stream()
                            .map(object -> new Listed(object.key(), object.size(), object.lastModified()))
                            .toList(),
                    date(page),
                    Boolean.TRUE.equals(page.isTruncated()));
        });
    }

    Listing list(String prefix) {
        return list(prefix, "", PAGE);
    }

    /** Up to {@code limit} objects, in as many requests as that takes. */
    List<Listed> listUpTo(String prefix, String after, int limit) {
        List<Listed> found = new ArrayList<>();
        String from = after;
        while (found.size() < limit) {
            Listing page = list(prefix, from, limit - found.size());
            found.addAll(page.objects());
            if (!page.more() || page.objects().isEmpty()) {
                break;
            }
            from = page.objects().getLast().key();
        }
        return found;
    }

    /** Every object below a prefix, a page of keys at a time. */
    Stream<List<Listed>> pages(String prefix) {
        return Stream.iterate(
                        Optional.of(list(prefix)),
                        Optional::isPresent,
                        page -> page.filter(current ->
                                        current.more() && !current.objects().isEmpty())
                                .map(current ->
                                        list(prefix, current.objects().getLast().key(), PAGE)))
                .map(page -> page.orElseThrow().objects());
    }

    Stream<Listed> all(String prefix) {
        return pages(prefix).flatMap(List::stream);
    }

    private static Instant date(SdkResponse answer) {
        return answer.sdkHttpResponse()
                .firstMatchingHeader("Date")
                .flatMap(Bucket::parseDate)
                .orElseGet(Instant::now);
    }

    private static Optional<Instant> parseDate(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException notADate) {
            return Optional.empty();
        }
    }

    private static <T> Optional<T> ifThere(String what, Supplier<T> request) {
        return call(what, () -> {
            try {
                return Optional.of(request.get());
            } catch (AwsServiceException e) {
                if (S3Faults.isMissing(e) || e.statusCode() == RANGE_NOT_SATISFIABLE) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /** What a body that broke off means; the SDK reports only faults before the first byte. */
    static RuntimeException broken(String what, IOException e) {
        return S3Faults.classify(what, SdkClientException.create(String.valueOf(e.getMessage()), e));
    }
}
