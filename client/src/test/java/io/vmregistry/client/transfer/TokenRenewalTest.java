package io.vmregistry.client.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.FakeRegistry;
import io.vmregistry.client.FakeRegistry.Fault;
import io.vmregistry.client.credential.Secret;
import io.vmregistry.client.http.HttpCaller;
import io.vmregistry.client.http.HttpSettings;
import io.vmregistry.client.registry.CredentialSource;
import io.vmregistry.client.registry.ManifestContent;
import io.vmregistry.client.registry.RegistryClient;
import io.vmregistry.client.registry.RegistryCredential;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A push outlives its tokens. */
class TokenRenewalTest {

    private static final int CHUNK = 64 << 10;

    /** With several uploads at once the others may use up a token before the one that fetched it has shown it. */
    private static final int ONE = 1;

    private final MemoryStore store = new MemoryStore();
    private final byte[][] disks = IntStream.range(0, 4)
            .mapToObj(seed -> FakeRegistry.bytes(6 * CHUNK, seed))
            .toArray(byte[][]::new);
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private FakeRegistry server;
    private HttpCaller caller;

    @BeforeEach
    void start() throws IOException {
        server = new FakeRegistry();
        caller = new HttpCaller(HttpSettings.DEFAULT);
        for (byte[] disk : disks) {
            store.blobs.put(Digest.of(disk), disk);
        }
    }

    @AfterEach
    void stop() {
        caller.close();
        server.close();
    }

    @Test
    void tokensThatEndDuringTheUploadsAreReplaced() {
        server.requireFreshTokens(300, 5);

        push(ONE, TransferListener.silent());

        assertEverythingArrived();
    }

    @Test
    void tokensOfASecondAreReplacedBeforeTheyEnd() {
        server.requireFreshTokens(1, 1);

        push();

        assertEverythingArrived();
        // Only the first request of each, which learns what the registry wants, is refused.
        assertThat(server.requests.size() - server.authorizations.size()).isBetween(1, disks.length);
    }

    @Test
    void anAuthServerThatIsAwayForAMomentIsAskedAgain() {
        server.requireFreshTokens(300, 5);
        AtomicBoolean away = new AtomicBoolean();

        push(ONE, progress -> {
            if (progress.phase() == TransferProgress.Phase.TRANSFERRING && away.compareAndSet(false, true)) {
                server.plan("POST /token", new Fault.Answer(503, "UNAVAILABLE"));
                server.plan("POST /token", new Fault.Answer(503, "UNAVAILABLE"));
            }
        });

        assertEverythingArrived();
        assertThat(pauses).isNotEmpty();
    }

    @Test
    void aSessionThatIsOverEndsThePushAndSaysToLogIn() {
        server.requireFreshTokens(300, 5);
        IntStream.range(0, 10).forEach(any -> server.plan("POST /token", new Fault.Answer(401, "UNAUTHORIZED")));

        assertThatThrownBy(this::push)
                .isInstanceOf(ClientException.Unauthenticated.class)
                .hasMessageContaining("the session is not good (any more)")
                .satisfies(fault -> assertThat(((ClientException) fault).hint().orElseThrow())
                        .contains("vmr login"));
        assertThat(server.manifests).isEmpty();
    }

    private void assertEverythingArrived() {
        for (byte[] disk : disks) {
            assertThat(server.blobs.get(Digest.of(disk).toString())).isEqualTo(disk);
        }
        assertThat(server.manifests).containsKey("a/b:1");
    }

    private void push() {
        push(disks.length, TransferListener.silent());
    }

    private void push(int parallel, TransferListener listener) {
        RegistryClient registry = RegistryClient.oci(
                server.url(),
                caller,
                CredentialSource.fixed(new RegistryCredential.OfSession(server.url(), Secret.of("r1"))),
                Clock.systemUTC());
        TransferSettings settings =
                new TransferSettings(parallel, CHUNK, CHUNK, 5, Duration.ofMillis(1), Duration.ofMillis(2));
        new ImagePush(registry, store, PendingUploads.inMemory(), BlobOrigins.unknown(), settings, pauses::add)
                .push(manifest(), new RepositoryName("a/b"), new Reference.ByTag(new Tag("1")), listener);
    }

    private ManifestContent manifest() {
        return ImageTransferTest.manifestOf(disks[0], disks[1], disks[2], disks[3]);
    }
}
