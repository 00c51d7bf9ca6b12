package io.vmregistry.client.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.vmregistry.client.ClientException;
import io.vmregistry.client.FakeRegistry;
import io.vmregistry.client.FakeRegistry.Fault;
import io.vmregistry.client.credential.Secret;
import io.vmregistry.client.http.BodySource;
import io.vmregistry.client.http.HttpCaller;
import io.vmregistry.client.http.HttpSettings;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryClientTest {

    private static final RepositoryName REPOSITORY = new RepositoryName("a/b");

    private final byte[] blob = FakeRegistry.bytes(100_000, 1);
    private FakeRegistry server;
    private HttpCaller caller;

    @BeforeEach
    void start() throws IOException {
        server = new FakeRegistry();
        caller = new HttpCaller(HttpSettings.DEFAULT.withIdleTimeout(Duration.ofSeconds(5)));
    }

    @AfterEach
    void stop() {
        caller.close();
        server.close();
    }

    @Test
    void fetchesATokenWhenChallengedAndKeepsIt() {
        server.put(blob);
        server.requireToken("t1");
        RegistryClient client = client(session(server.url()));

        assertThat(client.blobSize(REPOSITORY, Digest.of(blob))).hasValue(blob.length);
        assertThat(client.blobSize(REPOSITORY, Digest.of(blob))).hasValue(blob.length);

        assertThat(server.tokenRequests).hasSize(1);
        assertThat(server.tokenRequests.getFirst())
                .startsWith("POST")
                .contains("grant_type=refresh_token")
                .contains("refresh_token=r1")
                .contains("service=fake")
                .contains("scope=repository%3Aa%2Fb%3Apull");
        assertThat(server.requests).hasSize(3);
    }

    @Test
    void asksForATokenBeforeASecondKindOfRequestSoThatNoBodyIsSentTwice() {
        server.requireToken("t1");
        RegistryClient client = client(session(server.url()));
        client.blobSize(REPOSITORY, Digest.of(blob));

        put(client);

        assertThat(server.count("PUT")).isEqualTo(1);
        assertThat(server.blobs).containsKey(Digest.of(blob).toString());
    }

    @Test
    void aTokenThatWasWithdrawnIsReplacedOnceAndTheBodySentAgain() {
        server.requireToken("t1");
        RegistryClient client = client(session(server.url()));
        put(client);
        server.requireToken("t2");
        server.blobs.clear();

        put(client);

        assertThat(server.blobs.values()).singleElement().isEqualTo(blob);
    }

    @Test
    void aSessionIsNotShownToAnotherServerThatTheRegistryNames() throws IOException {
        try (FakeRegistry thief = new FakeRegistry()) {
            server.requireToken("t1", thief.url() + "/token");
            thief.requireToken("another");

            assertThatThrownBy(() -> client(session(server.url())).blobSize(REPOSITORY, Digest.of(blob)))
                    .isInstanceOf(ClientException.Unauthenticated.class)
                    .hasMessageContaining("but the session is one of");
            assertThat(thief.tokenRequests)
                    .singleElement()
                    .asString()
                    .startsWith("GET")
                    .doesNotContain("r1");
        }
    }

    @Test
    void whatEverybodyMayReadNeedsNoSessionOfThatServer() throws IOException {
        try (FakeRegistry realm = new FakeRegistry()) {
            server.put(blob);
            server.requireToken("t1", realm.url() + "/token");
            realm.requireToken("t1");

            assertThat(client(session(server.url())).blobSize(REPOSITORY, Digest.of(blob)))
                    .hasValue(blob.length);
        }
    }

    @Test
    void givesAPasswordToTheRegistryThatAsksForOne() {
        server.put(blob);
        server.requirePassword("Basic YWRhOnNlY3JldA==");

        assertThat(client(new RegistryCredential.Password("ada", Secret.of("secret")))
                        .blobSize(REPOSITORY, Digest.of(blob)))
                .hasValue(blob.length);
        assertThatThrownBy(() -> client(session(server.url())).blobSize(REPOSITORY, Digest.of(blob)))
                .isInstanceOf(ClientException.Unauthenticated.class)
                .hasMessageContaining("wants a name and a password");
        assertThat(server.authorizations).containsOnly("Basic YWRhOnNlY3JldA==");
    }

    @Test
    void exchangesAPasswordOrAnIdentityTokenForATokenOfTheRealm() {
        server.put(blob);
        server.requireToken("t1");

        client(new RegistryCredential.Password("ada", Secret.of("secret"))).blobSize(REPOSITORY, Digest.of(blob));
        client(new RegistryCredential.IdentityToken(Secret.of("i1"))).blobSize(REPOSITORY, Digest.of(blob));

        assertThat(server.tokenRequests).hasSize(2);
        assertThat(server.tokenRequests.getFirst()).startsWith("GET").doesNotContain("secret");
        assertThat(server.tokenRequests.getLast()).startsWith("POST").contains("refresh_token=i1");
    }

    @Test
    void takesOverABlobOfAnotherRepository() {
        server.mountable.add("mount=" + Digest.of(blob) + "&from=a/other");
        RegistryClient client = client(new RegistryCredential.Anonymous());

        assertThat(client.mount(REPOSITORY, Digest.of(blob), new RepositoryName("a/other")))
                .isInstanceOf(UploadStart.Mounted.class);
        assertThat(client.mount(REPOSITORY, Digest.of(blob), new RepositoryName("a/third")))
                .isInstanceOf(UploadStart.Begun.class);
    }

    @Test
    void whoIsKnownAndMayNotIsDeniedAndWhoIsNotIsAskedToLogIn() throws IOException {
        try (FakeRegistry realm = new FakeRegistry()) {
            // The realm's tokens are good for nothing here.
            realm.requireToken("worthless");
            server.requireToken("t1", realm.url() + "/token\",error=\"insufficient_scope");

            assertThatThrownBy(() -> client(session(realm.url())).blobSize(REPOSITORY, Digest.of(blob)))
                    .isInstanceOf(ClientException.Denied.class)
                    .hasMessageContaining("it needs repository:a/b:pull");
            assertThatThrownBy(() -> client(new RegistryCredential.Anonymous()).blobSize(REPOSITORY, Digest.of(blob)))
                    .isInstanceOf(ClientException.Unauthenticated.class)
                    .satisfies(
                            fault -> assertThat(((ClientException) fault).hint().orElseThrow())
                                    .contains("vmr login"));
        }
    }

    @Test
    void aBroughtTokenIsSentAsItIsAndNeverRenewed() {
        server.put(blob);
        server.requireToken("mine");

        assertThat(client(new RegistryCredential.Bearer(Secret.of("mine"))).blobSize(REPOSITORY, Digest.of(blob)))
                .hasValue(blob.length);
        assertThatThrownBy(() ->
                        client(new RegistryCredential.Bearer(Secret.of("old"))).blobSize(REPOSITORY, Digest.of(blob)))
                .isInstanceOf(ClientException.Unauthenticated.class);
        assertThat(server.tokenRequests).isEmpty();
    }

    @Test
    void aRedirectToAnotherHostCarriesNoCredentials() throws IOException {
        server.put(blob);
        List<String> seen = new CopyOnWriteArrayList<>();
        HttpServer front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        front.createContext("/", exchange -> {
            seen.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getResponseHeaders()
                    .set("Location", server.url() + exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        front.start();
        try {
            RegistryClient client = RegistryClient.oci(
                    URI.create("http://127.0.0.1:" + front.getAddress().getPort()),
                    caller,
                    CredentialSource.fixed(new RegistryCredential.Bearer(Secret.of("mine"))),
                    Clock.systemUTC());
            ByteArrayOutputStream read = new ByteArrayOutputStream();

            client.readBlob(REPOSITORY, Digest.of(blob), 0, blob.length, bytes -> {
                byte[] taken = new byte[bytes.remaining()];
                bytes.get(taken);
                read.writeBytes(taken);
            });

            assertThat(read.toByteArray()).isEqualTo(blob);
            assertThat(seen).containsExactly("Bearer mine");
            assertThat(server.authorizations).isEmpty();
        } finally {
            front.stop(0);
        }
    }

    @Test
    void whatAConsumerThrowsReachesTheCallerUnchanged() {
        server.put(blob);
        IllegalStateException full = new IllegalStateException("no room");

        assertThatThrownBy(() -> client(new RegistryCredential.Anonymous())
                        .readBlob(REPOSITORY, Digest.of(blob), 0, blob.length, bytes -> {
                            throw full;
                        }))
                .isSameAs(full);
    }

    @Test
    void aBlobOfAnotherLengthThanTheManifestSaysIsRefused() {
        server.put(blob);

        assertThatThrownBy(() -> client(new RegistryCredential.Anonymous())
                        .readBlob(
                                REPOSITORY,
                                Digest.of(blob),
                                0,
                                blob.length - 1,
                                bytes -> bytes.position(bytes.limit())))
                .isInstanceOf(ClientException.Incomprehensible.class)
                .hasMessageContaining("but the manifest says 99999");
    }

    @Test
    void aWrongDigestIsToldApartFromOtherRefusals() {
        RegistryClient client = client(new RegistryCredential.Anonymous());
        URI upload = client.beginUpload(REPOSITORY).uri();

        assertThatThrownBy(() -> client.putBlob(REPOSITORY, upload, Digest.of(new byte[] {1}), BodySource.of(blob)))
                .isInstanceOf(ClientException.DigestMismatch.class);
        assertThat(server.blobs).isEmpty();
    }

    @Test
    void aManifestWhoseBytesWereChangedIsRefused() {
        server.manifests.put("a/b:1", "{\"layers\":[]} ".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        server.plan("GET /v2/a/b/manifests", new Fault.Corrupt());

        assertThatThrownBy(() -> client(new RegistryCredential.Anonymous())
                        .manifest(REPOSITORY, new Reference.ByTag(new Tag("1"))))
                .isInstanceOf(ClientException.DigestMismatch.class);
    }

    @Test
    void listsTagsPageByPage() {
        for (String tag : List.of("1", "2", "3", "4")) {
            server.manifests.put("a/b:" + tag, new byte[] {1});
        }

        assertThat(client(new RegistryCredential.Anonymous()).tags(REPOSITORY).map(Tag::value))
                .containsExactly("1", "2", "3", "4");
        assertThat(server.count("GET /v2/a/b/tags")).isEqualTo(2);
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() {
        URI nobody = server.url();
        server.close();

        assertThatThrownBy(() -> RegistryClient.oci(
                                nobody,
                                caller,
                                CredentialSource.fixed(new RegistryCredential.Anonymous()),
                                Clock.systemUTC())
                        .blobSize(REPOSITORY, Digest.of(blob)))
                .isInstanceOf(ClientException.Unavailable.class)
                .hasMessageContaining("refuses connections");
    }

    private void put(RegistryClient client) {
        client.putBlob(REPOSITORY, client.beginUpload(REPOSITORY).uri(), Digest.of(blob), BodySource.of(blob));
    }

    private RegistryClient client(RegistryCredential credential) {
        return RegistryClient.oci(server.url(), caller, CredentialSource.fixed(credential), Clock.systemUTC());
    }

    private static RegistryCredential session(URI authUrl) {
        return new RegistryCredential.OfSession(authUrl, Secret.of("r1"));
    }
}
