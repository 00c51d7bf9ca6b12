package io.vmregistry.daemon.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vmregistry.client.ClientException;
import io.vmregistry.client.auth.AuthClient;
import io.vmregistry.client.auth.TokenCredential;
import io.vmregistry.client.credential.Secret;
import io.vmregistry.client.http.HttpCaller;
import io.vmregistry.client.http.HttpSettings;
import io.vmregistry.client.registry.RegistryCredential;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions against an auth server that takes whoever shows an exchanged token for a thief. */
class SessionsTest {

    private static final String CALLER = "uid:1000";

    @TempDir
    Path folder;

    private final HttpCaller http = new HttpCaller(HttpSettings.DEFAULT);
    private HttpServer server;
    private int exchanges;
    private boolean revoked;
    private boolean loseAnswer;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
    }

    @Test
    void aSessionThatAnotherDaemonIsGivenStaysGoodAtTheFirst() {
        Sessions first = sessions("first");
        Sessions second = sessions("second");
        Secret kept = first.login(CALLER, Optional.empty(), "ada", Secret.of("hunter2"))
                .refreshToken();

        second.resume(CALLER, Optional.empty(), "ada", kept);

        assertThat(isGood(second)).isTrue();
        assertThat(isGood(first)).isTrue();
    }

    @Test
    void twoCommandsThatBringTheSameSessionDoNotEndIt() {
        Secret kept = sessions("gone")
                .login(CALLER, Optional.empty(), "ada", Secret.of("hunter2"))
                .refreshToken();
        Sessions sessions = sessions("new");

        sessions.resume(CALLER, Optional.empty(), "ada", kept);
        sessions.resume(CALLER, Optional.empty(), "ada", kept);

        assertThat(isGood(sessions)).isTrue();
    }

    @Test
    void aLostAnswerDoesNotCostTheSession() {
        Secret kept = sessions("gone")
                .login(CALLER, Optional.empty(), "ada", Secret.of("hunter2"))
                .refreshToken();
        Sessions sessions = sessions("new");
        loseAnswer = true;
        try {
            sessions.resume(CALLER, Optional.empty(), "ada", kept);
        } catch (ClientException.Unavailable lost) {
            sessions.resume(CALLER, Optional.empty(), "ada", kept);
        }

        assertThat(isGood(sessions)).isTrue();
    }

    @Test
    void aSessionThatIsOverIsNotKeptAndSaysToLogIn() {
        revoked = true;
        Sessions sessions = sessions("one");

        assertThatThrownBy(() -> sessions.resume(CALLER, Optional.empty(), "ada", Secret.of("r0")))
                .isInstanceOf(ClientException.Unauthenticated.class)
                .satisfies(fault -> assertThat(((ClientException) fault).hint().orElseThrow())
                        .contains("vmr login"));
        assertThat(sessions.credential(CALLER)).isInstanceOf(RegistryCredential.Anonymous.class);
    }

    @Test
    void aCallerSeesItsOwnSessionInAFileOfItsOwn() throws IOException {
        Sessions sessions = sessions("one");
        sessions.login(CALLER, Optional.empty(), "ada", Secret.of("hunter2"));

        assertThat(sessions.credential("uid:1001")).isInstanceOf(RegistryCredential.Anonymous.class);
        try (Stream<Path> files = Files.list(folder.resolve("one"))) {
            assertThat(files)
                    .singleElement()
                    .satisfies(file ->
                            assertThat(Files.getPosixFilePermissions(file)).hasSize(2));
        }
        assertThat(sessions.logout(CALLER, Optional.empty())).isTrue();
        assertThat(revoked).isTrue();
        assertThat(sessions.credential(CALLER)).isInstanceOf(RegistryCredential.Anonymous.class);
    }

    private Sessions sessions(String name) {
        return new Sessions(folder.resolve(name), Optional.of(url()), http, Clock.systemUTC());
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private boolean isGood(Sessions sessions) {
        if (!(sessions.credential(CALLER) instanceof RegistryCredential.OfSession(URI authUrl, Secret token))) {
            return false;
        }
        try {
            new AuthClient(authUrl, http, Clock.systemUTC())
                    .token(Optional.empty(), List.of(), new TokenCredential.Refresh(token));
            return true;
        } catch (ClientException.Unauthenticated over) {
            return false;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/v1/login" -> session(exchange);
                case "/v1/refresh" -> {
                    boolean current = isCurrent(body);
                    exchanges++;
                    if (current) {
                        session(exchange);
                    } else {
                        answer(exchange, 401, "{}");
                    }
                }
                case "/token" -> {
                    boolean current = isCurrent(body);
                    answer(exchange, current ? 200 : 401, current ? "{\"token\":\"t\",\"expires_in\":300}" : "{}");
                }
                case "/v1/logout" -> {
                    revoked = true;
                    answer(exchange, 200, "{}");
                }
                default -> answer(exchange, 404, "{}");
            }
        }
    }

    /** Showing a token that was exchanged ends every token that descends from the login. */
    private boolean isCurrent(String body) {
        revoked |= !body.contains("r" + exchanges);
        return !revoked;
    }

    private void session(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                200,
                "{\"username\":\"ada\",\"access_token\":\"a\",\"expires_in\":600,\"refresh_token\":\"r" + exchanges
                        + "\",\"refresh_expires_in\":2592000}");
    }

    private void answer(HttpExchange exchange, int status, String json) throws IOException {
        if (loseAnswer) {
            loseAnswer = false;
            return;
        }
        byte[] bytes = json.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
