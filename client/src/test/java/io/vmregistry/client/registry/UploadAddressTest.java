package io.vmregistry.client.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vmregistry.client.ClientException;
import io.vmregistry.client.FakeRegistry;
import io.vmregistry.client.TlsServer;
import io.vmregistry.client.credential.Secret;
import io.vmregistry.client.http.BodySource;
import io.vmregistry.client.http.HttpCaller;
import io.vmregistry.client.http.HttpSettings;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry says where the bytes of an upload go. Wherever that is, they and the token do not leak. */
class UploadAddressTest {

    private static final RepositoryName REPOSITORY = new RepositoryName("a/b");
    private static final HttpSettings SETTINGS = HttpSettings.DEFAULT.withIdleTimeout(Duration.ofSeconds(5));
    private static final RegistryCredential TOKEN = new RegistryCredential.Bearer(Secret.of("mine"));

    private final byte[] blob = FakeRegistry.bytes(1000, 1);
    /** "METHOD Authorization" of what reached the other server. */
    private final List<String> elsewhere = new CopyOnWriteArrayList<>();

    private HttpServer other;
    private volatile String location = "";

    @BeforeEach
    void start() throws IOException {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            elsewhere.add(exchange.getRequestMethod() + " "
                    + Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                            .orElse("-"));
            answer(exchange, exchange.getRequestMethod().equals("PUT") ? 201 : 202);
        });
        other.start();
    }

    @AfterEach
    void stop() {
        other.stop(0);
    }

    @Test
    void anUploadIsNotContinuedWithoutEncryption(@TempDir Path folder)
            throws IOException, InterruptedException, GeneralSecurityException {
        try (TlsServer registry = new TlsServer(folder, exchange -> answer(exchange, 202));
                HttpCaller caller = registry.caller(SETTINGS)) {
            RegistryClient client = client(registry.url(), caller);
            location = "/upload";
            UploadLocation upload = client.beginUpload(REPOSITORY);
            location = otherUrl() + "/upload";

            refusesDowngrade(() -> client.beginUpload(REPOSITORY));
            refusesDowngrade(() -> client.mount(REPOSITORY, Digest.of(blob), new RepositoryName("a/c")));
            refusesDowngrade(() -> client.uploadStatus(REPOSITORY, upload.uri()));
            refusesDowngrade(() -> client.appendUpload(REPOSITORY, upload, BodySource.of(blob)));
            refusesDowngrade(() -> client.tags(REPOSITORY).toList());

            assertThat(elsewhere).isEmpty();
        }
    }

    @Test
    void aRedirectDoesNotLeadOutOfEncryption(@TempDir Path folder)
            throws IOException, InterruptedException, GeneralSecurityException {
        location = otherUrl() + "/blob";
        try (TlsServer registry = new TlsServer(folder, exchange -> answer(exchange, 307));
                HttpCaller caller = registry.caller(SETTINGS)) {
            refusesDowngrade(
                    () -> client(registry.url(), caller).readBlob(REPOSITORY, Digest.of(blob), 0, 1000, bytes -> {}));

            assertThat(elsewhere).isEmpty();
        }
    }

    @Test
    void anUploadAtAnotherHostIsSentWithoutTheToken() throws IOException {
        List<String> here = new CopyOnWriteArrayList<>();
        location = otherUrl() + "/upload?state=1";
        HttpServer registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", exchange -> {
            here.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            answer(exchange, 202);
        });
        registry.start();
        try (HttpCaller caller = new HttpCaller(SETTINGS)) {
            RegistryClient client = client(
                    URI.create("http://127.0.0.1:" + registry.getAddress().getPort()), caller);

            UploadLocation upload = client.beginUpload(REPOSITORY);
            UploadLocation appended = client.appendUpload(REPOSITORY, upload, BodySource.of(blob));
            client.uploadStatus(REPOSITORY, appended.uri());
            client.finishUpload(REPOSITORY, appended.uri(), Digest.of(blob));
            client.cancelUpload(REPOSITORY, upload.uri());

            assertThat(here).containsExactly("Bearer mine");
            assertThat(elsewhere).containsExactly("PATCH -", "GET -", "PUT -", "DELETE -");
        } finally {
            registry.stop(0);
        }
    }

    private static void refusesDowngrade(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(ClientException.Incomprehensible.class)
                .hasMessageContaining("leads from https to http://localhost:");
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Location", location);
            if (exchange.getRequestURI().getPath().endsWith("/tags/list")) {
                exchange.getResponseHeaders().set("Link", "<" + location + ">; rel=\"next\"");
                byte[] page = "{\"tags\":[\"1\"]}".getBytes(UTF_8);
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
                return;
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private String otherUrl() {
        return "http://127.0.0.1:" + other.getAddress().getPort();
    }

    private static RegistryClient client(URI url, HttpCaller caller) {
        return RegistryClient.oci(url, caller, CredentialSource.fixed(TOKEN), Clock.systemUTC());
    }
}
