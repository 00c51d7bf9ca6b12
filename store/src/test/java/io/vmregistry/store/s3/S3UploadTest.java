package io.vmregistry.store.s3;

import static io.vmregistry.store.blob.Bytes.OWNER;
import static io.vmregistry.store.blob.Bytes.random;
import static io.vmregistry.store.blob.Bytes.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.StoreException.DigestMismatch;
import io.vmregistry.store.StoreException.UploadBusy;
import io.vmregistry.store.StoreException.UploadUnknown;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.blob.Upload;
import io.vmregistry.store.blob.UploadId;
import io.vmregistry.testkit.fault.Fault;
import io.vmregistry.testkit.fault.FaultyProxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3UploadTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path spool;

    private final String bucket = S3Server.newBucket();
    private final BlobStore blobs = open();
    private final S3Client raw = S3ProxyServer.SERVER.client();

    private BlobStore open() {
        return S3ProxyServer.SERVER
                .open(bucket, Path.of(System.getProperty("java.io.tmpdir"), "vm-registry-test"))
                .blobs();
    }

    private List<String> keys() {
        return raw.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private void commit(Upload upload, byte[] content) {
        try (upload) {
            upload.write(ByteBuffer.wrap(content));
            upload.commit(Digest.of(content));
        }
    }

    @Test
    void bytesOfAKnownDigestAreWrittenToTheirFinalPlaceAndNothingElseStays() {
        byte[] large = random(1, 20 * MIB);
        byte[] small = random(2, 1000);
        commit(blobs.begin(OWNER, Digest.of(large)), large);
        commit(blobs.begin(OWNER, Digest.of(small)), small);
        assertThat(read(open(), Digest.of(large), ByteRange.ALL)).isEqualTo(large);
        assertThat(raw.headObject(request -> request.bucket(bucket)
                                .key("blobs/sha256/" + Digest.of(large).hex()))
                        .contentLength())
                .isEqualTo(large.length);
        assertThat(keys()).allMatch(key -> key.startsWith("blobs/") || key.startsWith("guards/"));
        assertThat(raw.listMultipartUploads(request -> request.bucket(bucket)).uploads())
                .isEmpty();
    }

    @Test
    void bytesWhoseDigestIsLearntAtTheEndStayWhereTheyAre() {
        byte[] content = random(3, 20 * MIB);
        Upload upload = blobs.begin(OWNER);
        commit(upload, content);
        assertThat(keys())
                .contains(
                        "data/" + upload.id(),
                        "blobs/sha256/" + Digest.of(content).hex());
        assertThat(blobs.size(Digest.of(content))).hasValue(content.length);
        assertThat(read(blobs, Digest.of(content), new ByteRange(9 * MIB, 9 * MIB + 10)))
                .isEqualTo(Arrays.copyOfRange(content, 9 * MIB, 9 * MIB + 11));
        assertThat(blobs.list())
                .extracting(BlobStore.StoredBlob::digest, BlobStore.StoredBlob::size)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Digest.of(content), (long) content.length));
        assertThat(blobs.delete(Digest.of(content))).isTrue();
        assertThat(keys()).isEmpty();
    }

    @Test
    void bytesThatDoNotHaveTheDigestThatWasAnnouncedLeaveNothing() {
        byte[] content = random(4, 20 * MIB);
        Digest claimed = Digest.of(random(5, 10));
        Upload upload = blobs.begin(OWNER, claimed);
        upload.write(ByteBuffer.wrap(content));
        assertThatThrownBy(() -> upload.commit(claimed)).isInstanceOf(DigestMismatch.class);
        Upload other = blobs.begin(OWNER, claimed);
        other.write(ByteBuffer.wrap(content));
        assertThatThrownBy(() -> other.commit(Digest.of(content))).isInstanceOf(DigestMismatch.class);
        assertThat(keys()).isEmpty();
        assertThat(raw.listMultipartUploads(request -> request.bucket(bucket)).uploads())
                .isEmpty();
    }

    @Test
    void chunksOfEverySizeInterleaveOnTwoInstances() {
        byte[] content = random(6, 40 * MIB);
        BlobStore[] replicas = {blobs, open()};
        Random sizes = new Random(6);
        UploadId id;
        try (Upload begun = blobs.begin(OWNER)) {
            id = begun.id();
        }
        int turn = 0;
        for (int from = 0; from < content.length; turn++) {
            int count = Math.min(content.length - from, 1 + sizes.nextInt(turn % 3 == 0 ? 100_000 : 7 * MIB));
            try (Upload upload = replicas[turn % 2].resume(OWNER, id)) {
                assertThat(upload.offset()).isEqualTo(from);
                upload.write(ByteBuffer.wrap(content, from, count));
            }
            from += count;
        }
        try (Upload upload = replicas[turn % 2].resume(OWNER, id)) {
            upload.commit(Digest.of(content));
        }
        assertThat(read(blobs, Digest.of(content), ByteRange.ALL)).isEqualTo(content);
    }

    /** As when a writer was held up for so long that its claim was taken over, and then goes on. */
    @Test
    void twoWritersEndInAnErrorAndNeverInWrongBytes() {
        byte[] one = random(7, 12 * MIB);
        byte[] two = random(8, 12 * MIB);
        Upload heldUp = blobs.begin(OWNER);
        heldUp.write(ByteBuffer.wrap(one));
        String claim = keys().stream()
                .filter(key -> key.contains("/writer-"))
                .findFirst()
                .orElseThrow();
        raw.deleteObject(request -> request.bucket(bucket).key(claim));
        try (Upload second = open().resume(OWNER, heldUp.id())) {
            assertThat(second.offset()).isZero();
            second.write(ByteBuffer.wrap(two));
            second.write(ByteBuffer.wrap(two, 0, 5 * MIB));
            assertThatThrownBy(() -> heldUp.commit(Digest.of(one))).isInstanceOf(UploadUnknown.class);
        }
        assertThat(blobs.list()).isEmpty();
    }

    /** The time passes, and another writer takes over, while the first part is under way. */
    @Test
    void noPartIsSentOnceSomebodyElseHasTheUpload() {
        AtomicLong nanoTime = new AtomicLong();
        try (FaultyProxy proxy = new FaultyProxy(S3ProxyServer.SERVER.endpoint())) {
            BlobStore held = new S3BlobStore(
                    new Bucket(new S3Server(proxy.url()).client(), bucket),
                    new DirectLinks(bucket, Optional.empty(), Duration.ZERO),
                    spool,
                    Clock.systemUTC(),
                    nanoTime::get);
            Upload upload = held.begin(OWNER);
            proxy.follow(request -> {
                if (request.target().contains("partNumber=1&")) {
                    nanoTime.addAndGet(UploadClaim.TRUSTED.toNanos());
                    keys().stream()
                            .filter(key -> key.contains("/writer-"))
                            .forEach(claim -> raw.deleteObject(
                                    object -> object.bucket(bucket).key(claim)));
                }
                return new Fault.None();
            });
            assertThatThrownBy(() -> upload.write(ByteBuffer.wrap(random(14, 24 * MIB))))
                    .isInstanceOf(UploadBusy.class);
            assertThatThrownBy(upload::close).isInstanceOf(UploadBusy.class);
            assertThat(proxy.requests())
                    .filteredOn(request -> request.target().contains("partNumber="))
                    .hasSize(1);
        }
    }

    /** A process was killed after it had completed the parts with another end than the one that is sent now. */
    @Test
    void bytesThatAnEarlierCompletionLeftAreNotNamedByAnotherDigest() {
        byte[] beginning = random(31, 16 * MIB);
        byte[] first = Arrays.copyOf(beginning, 18 * MIB);
        byte[] second = Arrays.copyOf(beginning, 18 * MIB);
        second[second.length - 1] = 1;
        Upload begun = blobs.begin(OWNER);
        try (begun) {
            begun.write(ByteBuffer.wrap(beginning));
        }
        UploadId id = begun.id();
        String session = "uploads/" + id + "/session";
        var saved = raw.getObjectAsBytes(request -> request.bucket(bucket).key(session));
        try (Upload killed = open().resume(OWNER, id)) {
            killed.write(ByteBuffer.wrap(first, beginning.length, first.length - beginning.length));
            killed.commit(Digest.of(first));
        }
        raw.deleteObject(request ->
                request.bucket(bucket).key("blobs/sha256/" + Digest.of(first).hex()));
        raw.putObject(
                request -> request.bucket(bucket)
                        .key(session)
                        .metadata(saved.response().metadata()),
                RequestBody.fromBytes(saved.asByteArray()));

        assertThatThrownBy(() -> {
                    try (Upload next = open().resume(OWNER, id)) {
                        next.write(ByteBuffer.wrap(second, beginning.length, second.length - beginning.length));
                        next.commit(Digest.of(second));
                    }
                })
                .isInstanceOf(UploadUnknown.class);

        assertThat(blobs.size(Digest.of(second))).isEmpty();
    }

    @Test
    void aSecondUploadOfABlobLeavesOneCopy() {
        byte[] content = random(9, 12 * MIB);
        commit(blobs.begin(OWNER), content);
        List<String> once =
                keys().stream().filter(key -> key.startsWith("data/")).toList();
        commit(blobs.begin(OWNER), content);
        commit(blobs.begin(OWNER, Digest.of(content)), content);
        assertThat(keys().stream().filter(key -> key.startsWith("data/")))
                .isEqualTo(once)
                .hasSize(1);
        assertThat(read(blobs, Digest.of(content), ByteRange.ALL)).isEqualTo(content);
    }

    @Test
    void expiresWhatKilledProcessesLeftAndNothingThatHasAName() {
        byte[] named = random(10, 12 * MIB);
        commit(blobs.begin(OWNER), named);
        raw.createMultipartUpload(request -> request.bucket(bucket).key("data/" + UUID.randomUUID()));
        raw.createMultipartUpload(request -> request.bucket(bucket)
                .key("blobs/sha256/" + Digest.of(new byte[1]).hex()));
        raw.putObject(request -> request.bucket(bucket).key("data/" + UUID.randomUUID()), RequestBody.fromBytes(named));
        raw.putObject(
                request -> request.bucket(bucket).key("uploads/" + UUID.randomUUID() + "/writer-x"),
                RequestBody.fromBytes(new byte[0]));
        Upload open = blobs.begin(OWNER);
        open.write(ByteBuffer.wrap(random(11, 12 * MIB)));
        assertThat(blobs.expireUploads(Instant.now().minusSeconds(60))).isZero();
        assertThat(raw.listMultipartUploads(request -> request.bucket(bucket)).uploads())
                .hasSize(3);
        assertThat(blobs.expireUploads(Instant.now().plusSeconds(60))).isEqualTo(named.length);
        assertThat(raw.listMultipartUploads(request -> request.bucket(bucket)).uploads())
                .hasSize(1);
        assertThat(open.commit(Digest.Algorithm.SHA256)).isEqualTo(Digest.of(random(11, 12 * MIB)));
        assertThat(read(blobs, Digest.of(named), ByteRange.ALL)).isEqualTo(named);
    }

    @Test
    void aDirectUrlOpensTheBlobToWhoeverHasIt() throws Exception {
        byte[] pointed = random(12, 9 * MIB);
        byte[] direct = random(13, 100);
        commit(blobs.begin(OWNER), pointed);
        commit(blobs.begin(OWNER), direct);
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (byte[] content : List.of(pointed, direct)) {
                URI url = blobs.directUrl(Digest.of(content)).orElseThrow();
                assertThat(client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray())
                                .body())
                        .isEqualTo(content);
                assertThat(client.send(
                                        HttpRequest.newBuilder(url)
                                                .header("Range", "bytes=10-19")
                                                .build(),
                                        BodyHandlers.ofByteArray())
                                .body())
                        .isEqualTo(Arrays.copyOfRange(content, 10, 20));
            }
        }
        assertThat(blobs.directUrl(Digest.of(new byte[0]))).isEmpty();
    }
}
