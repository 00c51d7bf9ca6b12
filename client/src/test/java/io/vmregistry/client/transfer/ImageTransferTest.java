package io.vmregistry.client.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.FakeRegistry;
import io.vmregistry.client.FakeRegistry.Fault;
import io.vmregistry.client.http.HttpCaller;
import io.vmregistry.client.http.HttpSettings;
import io.vmregistry.client.registry.CredentialSource;
import io.vmregistry.client.registry.ManifestContent;
import io.vmregistry.client.registry.RegistryClient;
import io.vmregistry.client.registry.RegistryCredential;
import io.vmregistry.client.transfer.TransferProgress.Phase;
import io.vmregistry.spec.image.MediaTypes;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What push and pull keep when the line, the registry or the bytes are bad. */
class ImageTransferTest {

    private static final RepositoryName REPOSITORY = new RepositoryName("a/b");
    private static final Reference TAG = new Reference.ByTag(new Tag("1"));
    private static final int CHUNK = 1 << 20;

    private final byte[] config = "{\"name\":\"a/b\"}".getBytes(UTF_8);
    private final byte[] disk = FakeRegistry.bytes(5 * CHUNK + 17, 42);
    private final Digest diskDigest = Digest.of(disk);
    private final ManifestContent manifest = manifestOf(config, disk);
    private final MemoryStore store = new MemoryStore();
    private final List<TransferProgress> progress = new CopyOnWriteArrayList<>();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final PendingUploads pending = PendingUploads.inMemory();
    private FakeRegistry server;
    private HttpCaller caller;

    @BeforeEach
    void start() throws IOException {
        server = new FakeRegistry();
        caller = new HttpCaller(HttpSettings.DEFAULT);
    }

    @AfterEach
    void stop() {
        caller.close();
        server.close();
    }

    @Test
    void pullsTheBlobsThatAreMissingAndThenTheTag() {
        serve();

        var pulled = pull();

        assertThat(store.blobs.get(diskDigest)).isEqualTo(disk);
        assertThat(store.manifests).containsEntry("a/b:1", manifest);
        assertThat(pulled.transferredBytes()).isEqualTo(disk.length + config.length);
        assertThat(pulled.upToDate()).isFalse();
        assertThat(progress).extracting(TransferProgress::phase).contains(Phase.RESOLVING, Phase.VERIFYING, Phase.DONE);
    }

    @Test
    void aSecondPullMovesNothing() {
        serve();
        pull();

        var again = pull();

        assertThat(again.upToDate()).isTrue();
        assertThat(again.transferredBytes()).isZero();
        assertThat(server.count("GET /v2/a/b/blobs")).isEqualTo(2);
    }

    @Test
    void aCutPullGoesOnFromTheByteWhereItBroke() {
        serve();
        server.plan("GET /v2/a/b/blobs/" + diskDigest, new Fault.CutAfter(3 * CHUNK));
        server.plan("GET /v2/a/b/blobs/" + diskDigest, new Fault.CutAfter(CHUNK));

        pull();

        assertThat(store.blobs.get(diskDigest)).isEqualTo(disk);
        assertThat(server.requests)
                .contains("GET /v2/a/b/blobs/" + diskDigest + " bytes=" + 3 * CHUNK + "-")
                .contains("GET /v2/a/b/blobs/" + diskDigest + " bytes=" + 4 * CHUNK + "-");
    }

    @Test
    void aLaterPullGoesOnFromTheBytesThatWereKept() {
        serve();
        keep(Arrays.copyOf(disk, 2 * CHUNK));

        var pulled = pull();

        assertThat(store.blobs.get(diskDigest)).isEqualTo(disk);
        assertThat(pulled.transferredBytes()).isEqualTo(disk.length - 2L * CHUNK + config.length);
        assertThat(progress).anyMatch(step -> step.resumed() == 2L * CHUNK && step.phase() == Phase.DONE);
    }

    @Test
    void aRegistryThatIgnoresTheRangeIsReadFromTheStart() {
        serve();
        keep(Arrays.copyOf(disk, 2 * CHUNK));
        server.plan("GET /v2/a/b/blobs/" + diskDigest, new Fault.IgnoreRange());

        pull();

        assertThat(store.blobs.get(diskDigest)).isEqualTo(disk);
    }

    @Test
    void keptBytesThatAreWrongAreFetchedAgain() {
        serve();
        keep(FakeRegistry.bytes(CHUNK, 7));

        pull();

        assertThat(store.blobs.get(diskDigest)).isEqualTo(disk);
    }

    @Test
    void moreKeptBytesThanTheBlobHasAreDropped() {
        serve();
        keep(FakeRegistry.bytes(disk.length + 1, 7));

        pull();

        assertThat(store.blobs.get(diskDigest)).isEqualTo(disk);
    }

    @Test
    void refusesBytesWithAnotherDigestAndTagsNothing() {
        serve();
        server.plan("GET /v2/a/b/blobs/" + diskDigest, new Fault.Corrupt());

        assertThatThrownBy(this::pull)
                .isInstanceOf(ClientException.DigestMismatch.class)
                .hasMessageStartingWith("Tried to pull blob " + diskDigest);
        assertThat(store.blobs).doesNotContainKey(diskDigest);
        assertThat(store.partials).doesNotContainKey(diskDigest);
        assertThat(store.manifests).isEmpty();
    }

    @Test
    void aSilentRegistryIsLeftAndAskedAgain() {
        serve();
        // Long enough for everything that answers, also on a busy machine.
        caller.close();
        caller = new HttpCaller(HttpSettings.DEFAULT.withIdleTimeout(Duration.ofSeconds(5)));
        server.plan("GET /v2/a/b/blobs/" + diskDigest, new Fault.Silence());

        pull();

        assertThat(store.blobs.get(diskDigest)).isEqualTo(disk);
        assertThat(pauses).hasSize(1);
    }

    @Test
    void givesUpAfterSeveralAttemptsThatMovedNothingAndKeepsWhatCameBefore() {
        serve();
        server.plan("GET /v2/a/b/blobs/" + diskDigest, new Fault.CutAfter(CHUNK));
        for (int i = 0; i < 3; i++) {
            server.plan("GET /v2/a/b/blobs/" + diskDigest, new Fault.Answer(503, "UNAVAILABLE"));
        }

        assertThatThrownBy(this::pull).isInstanceOf(ClientException.Unavailable.class);
        assertThat(store.partials.get(diskDigest).size()).isEqualTo(CHUNK);
        assertThat(store.manifests).isEmpty();

        pull();
        assertThat(store.blobs.get(diskDigest)).isEqualTo(disk);
    }

    @Test
    void anInterruptedPullKeepsItsBytes() throws InterruptedException {
        serve();
        server.plan("GET /v2/a/b/blobs/" + diskDigest, new Fault.CutAfter(2 * CHUNK));
        CountDownLatch paused = new CountDownLatch(1);
        Pause forever = duration -> {
            paused.countDown();
            new CountDownLatch(1).await();
        };
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread puller = Thread.ofVirtual().start(() -> {
            try {
                imagePull(forever).pull(REPOSITORY, TAG, progress::add);
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        paused.await();
        puller.interrupt();
        puller.join();

        assertThat(thrown.get()).isInstanceOf(ClientException.Cancelled.class);
        assertThat(store.partials.get(diskDigest).size()).isEqualTo(2 * CHUNK);
        assertThat(store.manifests).isEmpty();
    }

    @Test
    void saysSoWhenThereIsNoSuchImage() {
        assertThatThrownBy(this::pull)
                .isInstanceOf(ClientException.NotFound.class)
                .hasMessageContaining("a/b:1")
                .satisfies(fault -> assertThat(((ClientException) fault).hint()).isPresent());
    }

    @Test
    void pushesBlobsInChunksAndTheManifestLast() {
        hold();

        var pushed = push();

        assertThat(server.blobs.get(diskDigest.toString())).isEqualTo(disk);
        assertThat(server.manifests.get("a/b:1")).isEqualTo(manifest.bytes());
        assertThat(server.requests.getLast()).isEqualTo("PUT /v2/a/b/manifests/1");
        assertThat(server.count("PATCH")).isEqualTo(6);
        assertThat(pushed.transferredBytes()).isEqualTo(disk.length + config.length);
    }

    @Test
    void aSecondPushMovesNothing() {
        hold();
        server.put(config);
        push();

        assertThat(push().transferredBytes()).isZero();
        assertThat(server.count("POST")).isEqualTo(1);
    }

    @Test
    void aBrokenChunkGoesOnFromWhatTheRegistryHolds() {
        hold();
        server.put(config);
        server.plan("PATCH", new Fault.CutAfter(CHUNK / 2));

        push();

        assertThat(server.blobs.get(diskDigest.toString())).isEqualTo(disk);
        assertThat(server.requests).anyMatch(line -> line.startsWith("PATCH") && line.contains(" " + CHUNK / 2 + "-"));
        assertThat(server.count("POST")).isEqualTo(1);
    }

    @Test
    void aChunkWhoseAnswerWasLostIsNotSentAgain() {
        hold();
        server.plan("PATCH", new Fault.LoseAnswer());

        push();

        assertThat(server.blobs.get(diskDigest.toString())).isEqualTo(disk);
        assertThat(server.count("PATCH")).isEqualTo(6);
    }

    @Test
    void aFinishWhoseAnswerWasLostIsFound() {
        hold();
        server.put(config);
        server.plan("PUT /v2/a/b/blobs/uploads", new Fault.LoseAnswer());

        push();

        assertThat(server.blobs.get(diskDigest.toString())).isEqualTo(disk);
        assertThat(server.count("POST")).isEqualTo(1);
        assertThat(server.manifests).containsKey("a/b:1");
    }

    @Test
    void aLaterPushContinuesTheUploadThatWasBegun() {
        hold();
        server.put(config);
        server.plan("PATCH", new Fault.CutAfter(CHUNK / 2));
        for (int i = 0; i < 3; i++) {
            server.plan("GET /v2/a/b/blobs/uploads", new Fault.Answer(503, "UNAVAILABLE"));
        }
        assertThatThrownBy(this::push).isInstanceOf(ClientException.Unavailable.class);
        assertThat(server.manifests).isEmpty();

        push();

        assertThat(server.blobs.get(diskDigest.toString())).isEqualTo(disk);
        assertThat(server.count("POST")).isEqualTo(1);
    }

    @Test
    void anUploadThatExpiredIsBegunAgain() {
        hold();
        server.put(config);
        server.plan("PATCH", new Fault.Answer(404, "BLOB_UPLOAD_UNKNOWN"));

        push();

        assertThat(server.blobs.get(diskDigest.toString())).isEqualTo(disk);
        assertThat(server.count("POST")).isEqualTo(2);
    }

    @Test
    void aRegistryThatDeniesIsAskedOnce() {
        hold();
        server.plan("POST", new Fault.Answer(403, "DENIED"));

        assertThatThrownBy(this::push)
                .isInstanceOf(ClientException.Denied.class)
                .hasMessageContaining("planned: DENIED");
        assertThat(pauses).isEmpty();
    }

    @Test
    void aBlobThatAnotherRepositoryHasIsTakenOver() {
        hold();
        server.put(config);
        server.mountable.add("mount=" + diskDigest + "&from=a/other");

        var pushed = imagePush((repository, digest) -> Optional.of(new RepositoryName("a/other")))
                .push(manifest, REPOSITORY, TAG, progress::add);

        assertThat(pushed.transferredBytes()).isZero();
        assertThat(server.count("PATCH")).isZero();
        assertThat(server.count("POST")).isEqualTo(1);
    }

    @Test
    void anInterruptedPushIsContinuedRatherThanTakenOver() {
        hold();
        server.put(config);
        ImagePush push = imagePush((repository, digest) -> Optional.of(new RepositoryName("a/other")));
        server.plan("PATCH", new Fault.CutAfter(CHUNK / 2));
        for (int i = 0; i < 3; i++) {
            server.plan("GET /v2/a/b/blobs/uploads", new Fault.Answer(503, "UNAVAILABLE"));
        }
        assertThatThrownBy(() -> push.push(manifest, REPOSITORY, TAG, progress::add))
                .isInstanceOf(ClientException.Unavailable.class);

        push.push(manifest, REPOSITORY, TAG, progress::add);

        assertThat(server.blobs.get(diskDigest.toString())).isEqualTo(disk);
        assertThat(server.count("POST")).isEqualTo(1);
    }

    @Test
    void aBlobThatCannotBeTakenOverGoesToTheUploadThatWasBegunInstead() {
        hold();

        imagePush((repository, digest) -> Optional.of(new RepositoryName("a/other")))
                .push(manifest, REPOSITORY, TAG, progress::add);

        assertThat(server.blobs.get(diskDigest.toString())).isEqualTo(disk);
        assertThat(server.blobs).containsKey(Digest.of(config).toString());
        assertThat(server.count("POST")).as("one for each blob").isEqualTo(2);
    }

    @Test
    void aRegistryThatRefusesToTakeOverIsSentTheBlob() {
        hold();
        server.put(config);
        server.plan("POST", new Fault.Answer(403, "DENIED"));

        imagePush((repository, digest) -> Optional.of(new RepositoryName("a/other")))
                .push(manifest, REPOSITORY, TAG, progress::add);

        assertThat(server.blobs.get(diskDigest.toString())).isEqualTo(disk);
    }

    @Test
    void aRegistryWithoutChunkedUploadsIsSentTheBlobAtOnce() {
        hold();
        server.plan("PATCH", new Fault.Answer(405, "UNSUPPORTED"));

        push();

        assertThat(server.blobs.get(diskDigest.toString())).isEqualTo(disk);
        assertThat(server.count("PATCH")).isEqualTo(1);
    }

    @Test
    void aRegistryThatFindsAChunkTooLargeIsSentSmallerOnes() {
        hold();
        server.plan("PATCH", new Fault.Answer(413, "SIZE_INVALID"));

        push();

        assertThat(server.blobs.get(diskDigest.toString())).isEqualTo(disk);
        assertThat(server.requests)
                .anyMatch(line -> line.startsWith("PATCH") && line.endsWith(" 0-" + (CHUNK / 4 - 1)));
    }

    @Test
    void refusesAManifestWithoutADisk() {
        ManifestContent empty = ManifestContent.of(MediaTypes.OCI_INDEX, "{\"manifests\":[]}".getBytes(UTF_8));

        assertThatThrownBy(() -> imagePush().push(empty, REPOSITORY, TAG, progress::add))
                .isInstanceOf(ClientException.Incomprehensible.class);
    }

    private ImagePull.PulledImage pull() {
        return imagePull(pauses::add).pull(REPOSITORY, TAG, progress::add);
    }

    private ImagePull imagePull(Pause pause) {
        return new ImagePull(registry(), store, store, settings(), pause);
    }

    private ImagePush.PushedImage push() {
        return imagePush().push(manifest, REPOSITORY, TAG, progress::add);
    }

    private ImagePush imagePush() {
        return imagePush(BlobOrigins.unknown());
    }

    private ImagePush imagePush(BlobOrigins origins) {
        return new ImagePush(registry(), store, pending, origins, settings(), pauses::add);
    }

    private RegistryClient registry() {
        return RegistryClient.oci(
                server.url(), caller, CredentialSource.fixed(new RegistryCredential.Anonymous()), Clock.systemUTC());
    }

    private static TransferSettings settings() {
        return new TransferSettings(4, 64 << 10, CHUNK, 3, Duration.ofMillis(1), Duration.ofMillis(2));
    }

    private void serve() {
        server.put(config);
        server.put(disk);
        server.manifests.put("a/b:1", manifest.bytes());
    }

    private void hold() {
        store.blobs.put(Digest.of(config), config);
        store.blobs.put(diskDigest, disk);
    }

    private void keep(byte[] bytes) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        kept.writeBytes(bytes);
        store.partials.put(diskDigest, kept);
    }

    static ManifestContent manifestOf(byte[] config, byte[]... layers) {
        String json = "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s]}"
                .formatted(
                        descriptor(config),
                        Arrays.stream(layers).map(ImageTransferTest::descriptor).collect(Collectors.joining(",")));
        return ManifestContent.of(MediaTypes.MANIFEST, json.getBytes(UTF_8));
    }

    private static String descriptor(byte[] blob) {
        return "{\"mediaType\":\"x/y\",\"digest\":\"%s\",\"size\":%d}".formatted(Digest.of(blob), blob.length);
    }
}
