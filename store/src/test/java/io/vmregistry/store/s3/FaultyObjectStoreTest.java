package io.vmregistry.store.s3;

import static io.vmregistry.store.blob.Bytes.OWNER;
import static io.vmregistry.store.blob.Bytes.random;
import static io.vmregistry.store.blob.Bytes.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.StoreException.StoreUnavailable;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.blob.Bytes;
import io.vmregistry.store.blob.Upload;
import io.vmregistry.store.blob.UploadId;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.StoredManifest;
import io.vmregistry.testkit.fault.Fault;
import io.vmregistry.testkit.fault.FaultyProxy;
import io.vmregistry.testkit.fault.FaultyProxy.Plan;
import io.vmregistry.testkit.fault.FaultyProxy.Request;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An object store that fails: what was acknowledged stays, faults are told as such, and the same call works later. */
class FaultyObjectStoreTest {
    private static final int MIB = 1024 * 1024;
    private static final Predicate<Request> COMPLETION =
            request -> request.method().equals("POST") && request.target().contains("uploadId=");
    private static final Predicate<Request> PART =
            request -> request.method().equals("PUT") && request.target().contains("partNumber=");

    @TempDir
    Path spool;

    private final String bucket = S3Server.newBucket();
    private FaultyProxy proxy;
    private S3Store store;
    private BlobStore blobs;

    @BeforeEach
    void start() {
        proxy = new FaultyProxy(S3ProxyServer.SERVER.endpoint());
        store = new S3Server(proxy.url()).open(bucket, spool);
        blobs = store.blobs();
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    private void always(Predicate<Request> request, Fault fault) {
        proxy.follow(each -> request.test(each) ? fault : new Fault.None());
    }

    /** The first of each kind of request fails, so that a retry passes. */
    private void onceEach(Predicate<Request> request, Fault fault) {
        Set<String> failed = ConcurrentHashMap.newKeySet();
        proxy.follow(
                each -> request.test(each) && failed.add(each.method() + each.target()) ? fault : new Fault.None());
    }

    private UploadId push(byte[] content) {
        try (Upload upload = blobs.begin(OWNER)) {
            upload.write(ByteBuffer.wrap(content));
            return upload.id();
        }
    }

    private void assertHolds(byte[] content) {
        assertThat(read(S3ProxyServer.SERVER.open(bucket, spool).blobs(), Digest.of(content), ByteRange.ALL))
                .isEqualTo(content);
    }

    @Test
    void aRefusalThatPassesIsNoticedByNobody() {
        byte[] content = random(1, 10 * MIB);
        onceEach(_ -> true, new Fault.Refuse(503, "SlowDown"));
        Bytes.store(blobs, content);
        assertThat(read(blobs, Digest.of(content), ByteRange.ALL)).isEqualTo(content);
        assertHolds(content);
    }

    @Test
    void aRefusalThatStaysIsToldAndTheSameCallWorksLater() {
        Digest digest = Bytes.store(blobs, random(2, 1000));
        RepositoryName repository = new RepositoryName("alice/debian");
        StoredManifest manifest = new StoredManifest(Digest.of(new byte[1]), "application/json", new byte[1]);
        for (Fault fault : new Fault[] {
            new Fault.Refuse(500, "InternalError"), new Fault.Refuse(503, "SlowDown"), new Fault.LoseAnswer()
        }) {
            always(_ -> true, fault);
            assertThatThrownBy(() -> blobs.size(digest)).isInstanceOf(StoreUnavailable.class);
            assertThatThrownBy(() -> blobs.begin(OWNER)).isInstanceOf(StoreUnavailable.class);
            assertThatThrownBy(() -> store.manifests().put(repository, manifest))
                    .isInstanceOf(StoreUnavailable.class);
        }
        proxy.follow(Plan.FAIR);
        assertThat(blobs.size(digest)).hasValue(1000);
        store.manifests().put(repository, manifest);
        assertThat(store.manifests().manifests(repository)).containsExactly(manifest.digest());
    }

    @Test
    void aLostAnswerToTheCompletionLosesNothing() {
        byte[] content = random(3, 9 * MIB);
        onceEach(COMPLETION, new Fault.LoseAnswer());
        Bytes.store(blobs, content);
        assertHolds(content);
        try (Upload direct = blobs.begin(OWNER, Digest.of(random(4, 9 * MIB)))) {
            direct.write(ByteBuffer.wrap(random(4, 9 * MIB)));
            direct.commit(Digest.of(random(4, 9 * MIB)));
        }
        assertHolds(random(4, 9 * MIB));
    }

    @Test
    void whenEveryAnswerToTheCompletionIsLostTheSameCommitWorksLater() {
        byte[] content = random(5, 9 * MIB + 5);
        UploadId id = push(content);
        always(COMPLETION, new Fault.LoseAnswer());
        assertThatThrownBy(() -> {
                    try (Upload upload = blobs.resume(OWNER, id)) {
                        upload.commit(Digest.of(content));
                    }
                })
                .isInstanceOf(StoreUnavailable.class);
        proxy.follow(Plan.FAIR);
        try (Upload upload = blobs.resume(OWNER, id)) {
            assertThat(upload.offset()).isEqualTo(content.length);
            upload.commit(Digest.of(content));
        }
        assertHolds(content);
    }

    /** The pointer is published but nobody is told: whoever tries again must not take its bytes for a duplicate's. */
    @Test
    void whenTheAnswerToThePointerIsLostTheSameCommitKeepsItsBytes() {
        byte[] content = random(6, 9 * MIB);
        UploadId id = push(content);
        String key = "/blobs/sha256/" + Digest.of(content).hex();
        always(each -> each.method().equals("PUT") && each.target().endsWith(key), new Fault.LoseAnswer());
        assertThatThrownBy(() -> {
                    try (Upload upload = blobs.resume(OWNER, id)) {
                        upload.commit(Digest.of(content));
                    }
                })
                .isInstanceOf(StoreUnavailable.class);
        proxy.follow(Plan.FAIR);
        assertHolds(content);
        try (Upload upload = blobs.resume(OWNER, id)) {
            upload.commit(Digest.of(content));
        }
        assertHolds(content);
        assertThat(blobs.expireUploads(Instant.now().plusSeconds(60))).isZero();
        assertHolds(content);
    }

    @Test
    void aPartWhoseBodyIsCutIsSentAgain() {
        byte[] content = random(7, 20 * MIB);
        onceEach(PART, new Fault.CutRequest(MIB));
        Bytes.store(blobs, content);
        assertHolds(content);
    }

    @Test
    void anUploadWhosePartsDoNotArriveGoesOnWhereTheyStopped() {
        byte[] content = random(8, 30 * MIB);
        UploadId id;
        try (Upload upload = blobs.begin(OWNER)) {
            id = upload.id();
            upload.write(ByteBuffer.wrap(content, 0, 9 * MIB));
        }
        always(PART, new Fault.CutRequest(MIB));
        assertThatThrownBy(() -> {
                    try (Upload upload = blobs.resume(OWNER, id)) {
                        upload.write(ByteBuffer.wrap(content, 9 * MIB, 21 * MIB));
                    }
                })
                .isInstanceOf(StoreUnavailable.class);
        proxy.follow(Plan.FAIR);
        try (Upload upload = blobs.resume(OWNER, id)) {
            int from = Math.toIntExact(upload.offset());
            assertThat(from).isBetween(9 * MIB, 30 * MIB);
            upload.write(ByteBuffer.wrap(content, from, content.length - from));
            upload.commit(Digest.of(content));
        }
        assertHolds(content);
    }

    /** Small chunks that were acknowledged are in no part yet when the first part of them fails. */
    @Test
    void chunksThatWereAcknowledgedStayWhenTheirPartDoesNotArrive() {
        byte[] content = random(14, 12 * MIB);
        UploadId id = push(Arrays.copyOf(content, 3 * MIB));
        always(PART, new Fault.Refuse(500, "InternalError"));
        assertThatThrownBy(() -> {
                    try (Upload upload = blobs.resume(OWNER, id)) {
                        upload.write(ByteBuffer.wrap(content, 3 * MIB, 9 * MIB));
                    }
                })
                .isInstanceOf(StoreUnavailable.class);
        proxy.follow(Plan.FAIR);
        try (Upload upload = blobs.resume(OWNER, id)) {
            assertThat(upload.offset()).isEqualTo(3 * MIB);
            upload.write(ByteBuffer.wrap(content, 3 * MIB, 9 * MIB));
            upload.commit(Digest.of(content));
        }
        assertHolds(content);
    }

    @Test
    void aDownloadThatBreaksOffAgainAndAgainIsReadToItsEnd() {
        byte[] content = random(9, 3 * MIB);
        Digest digest = Bytes.store(blobs, content);
        always(each -> each.method().equals("GET") && each.target().contains("/blobs/"), new Fault.CutAnswer(300_000));
        assertThat(read(blobs, digest, ByteRange.ALL)).isEqualTo(content);
        assertThat(read(blobs, digest, new ByteRange(500_000, 2_000_000)))
                .isEqualTo(Arrays.copyOfRange(content, 500_000, 2_000_001));
    }

    @Test
    void slowListsChangeNothing() {
        always(each -> each.target().contains("list-type=2"), new Fault.Late(Duration.ofMillis(200)));
        Digest digest = Bytes.store(blobs, random(10, 10));
        assertThat(blobs.deleteIfIdle(digest, Instant.now().minusSeconds(60))).isFalse();
        ManifestStore manifests = store.manifests();
        RepositoryName repository = new RepositoryName("alice/debian");
        StoredManifest manifest = new StoredManifest(Digest.of(new byte[1]), "application/json", new byte[1]);
        manifests.put(repository, manifest);
        manifests.tag(repository, Tag.LATEST, manifest.digest());
        assertThat(manifests.get(repository, new Reference.ByTag(Tag.LATEST))).contains(manifest);
        assertThat(manifests.delete(repository, manifest.digest())).isTrue();
        assertThat(manifests.tags(repository, "", 10)).isEmpty();
        assertThat(manifests.repositories("", 10)).isEmpty();
        assertThat(blobs.deleteIfIdle(digest, Instant.now().plusSeconds(60))).isTrue();
    }

    /** What the closing PUT of /v2 costs: counted, because time would say something about the machine only. */
    @Test
    void finalisingTakesAsManyRequestsForManyPartsAsForFew() {
        assertThat(requestsToFinalise(random(11, 60 * MIB))).isEqualTo(requestsToFinalise(random(12, 12 * MIB)));
        assertThat(proxy.requests())
                .noneMatch(each -> each.method().equals("GET") && each.target().contains("/" + bucket + "/data/"));
    }

    private int requestsToFinalise(byte[] content) {
        UploadId id = push(content);
        proxy.forget();
        try (Upload upload = blobs.resume(OWNER, id)) {
            upload.commit(Digest.of(content));
        }
        assertHolds(content);
        return proxy.requests().size();
    }

    @Test
    void aManifestIsOneRequestByItsDigestAndTwoByItsTag() {
        ManifestStore manifests = store.manifests();
        RepositoryName repository = new RepositoryName("alice/debian");
        StoredManifest manifest = new StoredManifest(Digest.of(new byte[1]), "application/json", new byte[1]);
        manifests.put(repository, manifest);
        manifests.tag(repository, Tag.LATEST, manifest.digest());
        proxy.forget();
        assertThat(manifests.get(repository, new Reference.ByDigest(manifest.digest())))
                .contains(manifest);
        assertThat(proxy.requests()).hasSize(1);
        proxy.forget();
        assertThat(manifests.get(repository, new Reference.ByTag(Tag.LATEST))).contains(manifest);
        assertThat(proxy.requests()).hasSize(2);
    }

    @Test
    void aPageOfTagsOrRepositoriesIsOneRequest() {
        ManifestStore manifests = store.manifests();
        StoredManifest manifest = new StoredManifest(Digest.of(new byte[1]), "application/json", new byte[1]);
        for (int i = 0; i < 20; i++) {
            manifests.put(new RepositoryName("r" + i), manifest);
        }
        for (int i = 0; i < 20; i++) {
            manifests.tag(new RepositoryName("r1"), new Tag("t" + i), manifest.digest());
        }
        proxy.forget();
        assertThat(manifests.tags(new RepositoryName("r1"), "t10", 5)).hasSize(5);
        assertThat(manifests.repositories("r10", 5)).hasSize(5);
        assertThat(proxy.requests()).hasSize(2);
    }
}
