package io.vmregistry.store.s3;

import static io.vmregistry.store.blob.Bytes.OWNER;
import static io.vmregistry.store.blob.Bytes.random;
import static io.vmregistry.store.blob.Bytes.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.StoreException.StoreUnavailable;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.blob.Upload;
import io.vmregistry.store.blob.UploadId;
import io.vmregistry.store.s3.Bucket.Stored;
import io.vmregistry.testkit.fault.Fault;
import io.vmregistry.testkit.fault.FaultyProxy;
import io.vmregistry.testkit.fault.FaultyProxy.Plan;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** What stays at its place while a link to it holds. */
class BlobPublicationTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path spool;

    private final String bucket = S3Server.newBucket();
    private final S3Client raw = S3ProxyServer.SERVER.client();
    private final BlobStore blobs = S3ProxyServer.SERVER
            .open(bucket, Path.of(System.getProperty("java.io.tmpdir"), "vm-registry-test"))
            .blobs();

    private static void commit(Upload upload, byte[] content) {
        try (upload) {
            upload.write(ByteBuffer.wrap(content));
            upload.commit(Digest.of(content));
        }
    }

    /** In one part, which is sent because the request ends: so that a mark is published. */
    private Digest commitAsMark(BlobStore store, byte[] content) {
        UploadId id;
        try (Upload upload = store.begin(OWNER)) {
            id = upload.id();
            upload.write(ByteBuffer.wrap(content));
        }
        try (Upload upload = store.resume(OWNER, id)) {
            upload.commit(Digest.of(content));
        }
        return Digest.of(content);
    }

    private long storedSize(Digest digest) {
        return raw.headObject(request -> request.bucket(bucket).key("blobs/sha256/" + digest.hex()))
                .contentLength();
    }

    @Test
    void thereIsNoLinkToNewBytesInWhosePlaceAMarkMayBePut() {
        byte[] large = random(1, 6 * MIB);
        commit(blobs.begin(OWNER, Digest.of(large)), large);
        assertThat(storedSize(Digest.of(large))).isEqualTo(large.length);
        assertThat(blobs.directUrl(Digest.of(large))).isEmpty();
        byte[] small = random(2, 5 * MIB - 1);
        commit(blobs.begin(OWNER, Digest.of(small)), small);
        assertThat(blobs.directUrl(Digest.of(small))).isPresent();
        assertThat(blobs.directUrl(commitAsMark(blobs, random(3, 6 * MIB)))).isPresent();
    }

    @Test
    void bytesKeepTheirPlaceOnceWhoeverDidNotSeeThemIsDone() {
        Instant written = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(BlobPublication.keepsItsPlace(stored(5 * MIB, written, Duration.ofMinutes(2))))
                .isFalse();
        assertThat(BlobPublication.keepsItsPlace(stored(5 * MIB, written, Duration.ofSeconds(121))))
                .isTrue();
        assertThat(BlobPublication.keepsItsPlace(stored(5 * MIB - 1, written, Duration.ZERO)))
                .isTrue();
    }

    private static Stored stored(long size, Instant written, Duration age) {
        return new Stored(size, written, Map.of(), written.plus(age));
    }

    @Test
    void bytesDoNotTakeThePlaceOfAMark() {
        byte[] content = random(4, 6 * MIB);
        Digest digest = commitAsMark(blobs, content);
        commit(blobs.begin(OWNER), content);
        commit(blobs.begin(OWNER, digest), content);
        assertThat(storedSize(digest)).isEqualTo(Bucket.MARK_SIZE);
        assertThat(blobs.expireUploads(Instant.now().plusSeconds(60))).isZero();
        assertThat(read(blobs, digest, ByteRange.ALL)).isEqualTo(content);
    }

    @Test
    void aMarkIsNotWrittenLongAfterTheLook() {
        byte[] content = random(5, 6 * MIB);
        AtomicLong nanoTime = new AtomicLong();
        try (FaultyProxy proxy = new FaultyProxy(S3ProxyServer.SERVER.endpoint())) {
            BlobStore slow = new S3BlobStore(
                    new Bucket(new S3Server(proxy.url()).client(), bucket),
                    new DirectLinks(bucket, Optional.empty(), Duration.ZERO),
                    spool,
                    Clock.systemUTC(),
                    nanoTime::get);
            proxy.follow(request -> {
                if (request.method().equals("HEAD") && request.target().contains("/blobs/")) {
                    nanoTime.addAndGet(Intents.HOLDS.plusNanos(1).toNanos());
                }
                return new Fault.None();
            });
            assertThatThrownBy(() -> commitAsMark(slow, content)).isInstanceOf(StoreUnavailable.class);
            assertThat(slow.size(Digest.of(content))).isEmpty();
            proxy.follow(Plan.FAIR);
            assertThat(slow.size(commitAsMark(slow, content))).hasValue(content.length);
        }
    }
}
