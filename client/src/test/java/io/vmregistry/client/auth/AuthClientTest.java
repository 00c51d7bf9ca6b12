package io.vmregistry.client.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.vmregistry.client.ClientException;
import io.vmregistry.client.credential.Secret;
import io.vmregistry.client.http.HttpCaller;
import io.vmregistry.client.http.HttpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthClientTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SESSION = """
            {"access_token":"a","token_type":"Bearer","expires_in":60,"refresh_token":"r2","refresh_expires_in":600,"username":"ada"}
            """;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private HttpCaller caller;
    private int status = 200;
    private String body = SESSION;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : body.getBytes(UTF_8).length);
            exchange.getResponseBody().write(body.getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        caller = new HttpCaller(HttpSettings.DEFAULT);
    }

    @AfterEach
    void stop() {
        caller.close();
        server.stop(0);
    }

    @Test
    void logsInAndKnowsWhenTheSessionEnds() {
        Session session = client().login("ada", Secret.of("secret \"1\""));

        assertThat(session)
                .isEqualTo(new Session(
                        "ada",
                        new AccessToken(Secret.of("a"), NOW.plusSeconds(60)),
                        Secret.of("r2"),
                        NOW.plusSeconds(600)));
        assertThat(requests).containsExactly("POST /v1/login {\"username\":\"ada\",\"password\":\"secret \\\"1\\\"\"}");
    }

    @Test
    void aWrongPasswordSaysSo() {
        answer(401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"no\"}]}");

        assertThatThrownBy(() -> client().login("ada", Secret.of("x")))
                .isInstanceOf(ClientException.Unauthenticated.class)
                .hasMessageContaining("the user name or the password is wrong");
    }

    @Test
    void aSessionIsLoggedOut() {
        answer(204, "");
        client().logout(Secret.of("r2"));

        assertThat(requests).containsExactly("POST /v1/logout {\"refresh_token\":\"r2\"}");
    }

    @Test
    void aTakenNameIsAConflict() {
        answer(409, "{\"errors\":[{\"code\":\"USER_EXISTS\",\"message\":\"the name ada is taken\"}]}");

        assertThatThrownBy(() -> client().register("ada", Secret.of("x")))
                .isInstanceOf(ClientException.Conflict.class)
                .hasMessageContaining("the name ada is taken");
    }

    @Test
    void aTokenIsAskedForWithEachCredential() {
        answer(200, "{\"token\":\"t\"}");
        List<String> scopes = List.of("repository:a/b:pull");

        AccessToken token = client().token(Optional.of("reg"), scopes, new TokenCredential.Refresh(Secret.of("r")));
        client().token(Optional.of("reg"), scopes, new TokenCredential.Password("ada", Secret.of("p")));
        client().token(Optional.empty(), scopes, new TokenCredential.Anonymous());

        assertThat(token).isEqualTo(new AccessToken(Secret.of("t"), NOW.plusSeconds(60)));
        assertThat(requests)
                .containsExactly(
                        "POST /token grant_type=refresh_token&client_id=vm-registry&refresh_token=r&service=reg&scope=repository%3Aa%2Fb%3Apull",
                        "GET /token?service=reg&scope=repository%3Aa%2Fb%3Apull ",
                        "GET /token?scope=repository%3Aa%2Fb%3Apull ");
    }

    @Test
    void secretsAreInNoText() {
        Session session = client().login("ada", Secret.of("hunter2"));

        assertThat(session.toString()).doesNotContain("r2").contains("[secret]");
        assertThat(new TokenCredential.Password("ada", Secret.of("hunter2")).toString())
                .doesNotContain("hunter2");
    }

    private void answer(int withStatus, String withBody) {
        status = withStatus;
        body = withBody;
    }

    private AuthClient client() {
        return new AuthClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
                caller,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
