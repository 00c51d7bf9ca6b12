package io.vmregistry.client.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vmregistry.client.credential.Secret;
import io.vmregistry.client.http.HttpCaller;
import io.vmregistry.client.http.HttpSettings;
import io.vmregistry.spec.reference.RepositoryName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many uploads whose token ends at the same time ask for one new token, not for many. */
class AuthorizerTest {

    private static final int UPLOADS = 8;

    private final AtomicInteger tokens = new AtomicInteger();
    private final CountDownLatch shownFirst = new CountDownLatch(UPLOADS);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private HttpCaller caller;
    private volatile boolean firstTokenIsOver;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        caller = new HttpCaller(HttpSettings.DEFAULT);
    }

    @AfterEach
    void stop() {
        caller.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void oneNewTokenServesAllThatWereRefused() throws Exception {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        RegistryClient client = RegistryClient.oci(
                url,
                caller,
                CredentialSource.fixed(new RegistryCredential.OfSession(url, Secret.of("r1"))),
                Clock.systemUTC());
        RepositoryName repository = new RepositoryName("a/b");
        client.beginUpload(repository);
        firstTokenIsOver = true;

        List<Future<UploadLocation>> uploads = new ArrayList<>();
        for (int i = 0; i < UPLOADS; i++) {
            uploads.add(threads.submit(() -> client.beginUpload(repository)));
        }
        for (Future<UploadLocation> upload : uploads) {
            assertThat(upload.get(20, TimeUnit.SECONDS).offset()).isZero();
        }

        assertThat(tokens).hasValue(2);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getPath().equals("/token")) {
                exchange.getRequestBody().readAllBytes();
                byte[] body = ("{\"token\":\"t" + tokens.incrementAndGet() + "\",\"expires_in\":600}").getBytes(UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                return;
            }
            String shown = exchange.getRequestHeaders().getFirst("Authorization");
            if (shown == null || (firstTokenIsOver && shown.equals("Bearer t1"))) {
                if (firstTokenIsOver) {
                    // None is refused, and so none gets another token, before all of them have shown the first one.
                    shownFirst.countDown();
                    shownFirst.await();
                }
                exchange.getResponseHeaders()
                        .set(
                                "WWW-Authenticate",
                                "Bearer realm=\"http://127.0.0.1:"
                                        + server.getAddress().getPort() + "/token\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            exchange.getResponseHeaders().set("Location", "/upload");
            exchange.sendResponseHeaders(202, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
