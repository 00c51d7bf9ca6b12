package io.vmregistry.store.s3;

import static io.vmregistry.store.blob.Bytes.random;
import static io.vmregistry.store.blob.Bytes.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.StoreException.BlobUnknown;
import io.vmregistry.store.StoreException.StoreUnavailable;
import io.vmregistry.store.blob.BlobReader;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.testkit.fault.Fault;
import io.vmregistry.testkit.fault.FaultyProxy;
import io.vmregistry.testkit.fault.FaultyProxy.Request;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Uploads of one blob that race put a mark in the place of its bytes, or bytes in the place of a mark. Whoever reads it
 * meanwhile gets its bytes and nothing else. The proxy moves the blob exactly between two requests.
 */
abstract class MovedBlobContract {
    private static final byte[] CONTENT = random(1, 1_000);
    private static final Digest DIGEST = Digest.of(CONTENT);
    private static final String BLOB = "blobs/sha256/" + DIGEST.hex();
    private static final String DATA = "data/8c7a4c9e-7d0f-4f5e-9d5b-0b7a3e8d1f2a";

    @TempDir
    Path spool;

    private final S3Server server;
    private final S3Client raw;
    private final String bucket = S3Server.newBucket();
    private FaultyProxy proxy;
    private BlobStore blobs;

    MovedBlobContract(S3Server server) {
        this.server = server;
        this.raw = server.client();
    }

    @BeforeEach
    void start() {
        proxy = new FaultyProxy(server.endpoint());
        blobs = new S3Server(proxy.url()).open(bucket, spool).blobs();
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    private void putBytes() {
        raw.putObject(request -> request.bucket(bucket).key(BLOB), RequestBody.fromBytes(CONTENT));
    }

    private void putMark() {
        raw.putObject(request -> request.bucket(bucket).key(DATA), RequestBody.fromBytes(CONTENT));
        raw.putObject(
                request -> request.bucket(bucket)
                        .key(BLOB)
                        .metadata(Map.of("vmr-object", DATA, "vmr-size", Integer.toString(CONTENT.length))),
                RequestBody.fromBytes(new byte[] {'.'}));
    }

    /** What an upload does whose bytes came second, and the expiry of what has no name any more. */
    private void putBytesAndDropOthers() {
        putBytes();
        raw.deleteObject(request -> request.bucket(bucket).key(DATA));
    }

    private static boolean reads(Request request, String key) {
        return request.method().equals("GET") && request.target().endsWith("/" + key);
    }

    /** Moves the blob before the first request to read that key. */
    private void beforeReading(String key, Runnable move) {
        AtomicInteger before = new AtomicInteger();
        proxy.follow(request -> {
            if (reads(request, key) && before.getAndIncrement() == 0) {
                move.run();
            }
            return new Fault.None();
        });
    }

    private static List<ByteRange> ranges() {
        return List.of(
                ByteRange.ALL, new ByteRange(0, 9), new ByteRange(0, 0), new ByteRange(10, 19), ByteRange.from(990));
    }

    private static byte[] expected(ByteRange range) {
        long last = Math.min(CONTENT.length - 1, range.last());
        return Arrays.copyOfRange(CONTENT, (int) range.first(), (int) last + 1);
    }

    @Test
    void bytesThatBecomeAMarkAreReadWhereItPoints() {
        for (ByteRange range : ranges()) {
            putBytes();
            beforeReading(BLOB, this::putMark);
            assertThat(read(blobs, DIGEST, range)).as(range.toString()).isEqualTo(expected(range));
        }
    }

    @Test
    void bytesThatGoBecauseTheirMarkBecomesBytesAreReadThere() {
        for (ByteRange range : ranges()) {
            putMark();
            beforeReading(DATA, this::putBytesAndDropOthers);
            assertThat(read(blobs, DIGEST, range)).as(range.toString()).isEqualTo(expected(range));
        }
    }

    @Test
    void bytesThatBecomeAMarkWhileTheyAreReadAreReadToTheirEnd() {
        for (int cut : new int[] {0, 1, 300}) {
            putBytes();
            AtomicInteger answers = new AtomicInteger();
            proxy.follow(request -> {
                if (!reads(request, BLOB)) {
                    return new Fault.None();
                }
                return switch (answers.getAndIncrement()) {
                    case 0 -> new Fault.CutAnswer(cut);
                    case 1 -> {
                        putMark();
                        yield new Fault.None();
                    }
                    default -> new Fault.None();
                };
            });
            assertThat(read(blobs, DIGEST, ByteRange.ALL)).as("cut at " + cut).isEqualTo(CONTENT);
            assertThat(answers).hasValueGreaterThan(1);
        }
    }

    @Test
    void aBlobThatIsDeletedBetweenTheLookAndTheReadIsUnknown() {
        putMark();
        beforeReading(DATA, () -> {
            raw.deleteObject(request -> request.bucket(bucket).key(BLOB));
            raw.deleteObject(request -> request.bucket(bucket).key(DATA));
        });
        assertThatThrownBy(() -> blobs.open(DIGEST, ByteRange.ALL)).isInstanceOf(BlobUnknown.class);
    }

    @Test
    void aBlobThatMovesAgainAndAgainIsGivenUpAndNotReadWrongly() {
        proxy.follow(request -> {
            if (request.method().equals("HEAD") && request.target().endsWith(BLOB)) {
                putBytes();
            } else if (reads(request, BLOB)) {
                putMark();
                raw.deleteObject(object -> object.bucket(bucket).key(DATA));
            }
            return new Fault.None();
        });
        for (ByteRange range : ranges()) {
            assertThatThrownBy(() -> blobs.open(DIGEST, range)).isInstanceOf(StoreUnavailable.class);
        }
        assertThat(proxy.requests()).hasSizeLessThan(60);
    }

    /** What the first byte is in needs no look before it: counted, because a request is what a pull costs. */
    @Test
    void aBlobIsOpenedWithOneRequestAndOneWhoseBytesAreElsewhereWithTwo() {
        putBytes();
        assertThat(requestsToOpen(ByteRange.ALL)).isEqualTo(1);
        assertThat(requestsToOpen(new ByteRange(0, 9))).isEqualTo(1);
        assertThat(requestsToOpen(ByteRange.from(5))).isEqualTo(2);
        putMark();
        assertThat(requestsToOpen(ByteRange.ALL)).isEqualTo(2);
        assertThat(requestsToOpen(ByteRange.from(5))).isEqualTo(2);
    }

    private int requestsToOpen(ByteRange range) {
        proxy.forget();
        try (BlobReader reader = blobs.open(DIGEST, range)) {
            assertThat(reader.size()).isEqualTo(CONTENT.length);
        }
        return proxy.requests().size();
    }
}
