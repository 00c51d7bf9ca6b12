package io.vmregistry.registry.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.vmregistry.registry.access.KeySource.UnreadableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.concurrent.atomic.AtomicReference;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedKeysTest {

    private static final RSAPublicKey KEY = (RSAPublicKey) TestTokens.KEYS.getPublic();

    private record Answer(int status, String body) {}

    private final AtomicReference<Answer> answer = new AtomicReference<>(new Answer(200, ""));
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = answer.get().body().getBytes(UTF_8);
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(answer.get().status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private PublishedKeys keys() {
        return new PublishedKeys(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/.well-known/jwks.json"));
    }

    private static String jwk(RSAPublicKey key, String more) {
        String members = new RsaJsonWebKey(key).toJson(OutputControlLevel.PUBLIC_ONLY);
        return members.substring(0, members.length() - 1) + more + "}";
    }

    private void publish(String... keys) {
        answer.set(new Answer(200, "{\"keys\":[" + String.join(",", keys) + "]}"));
    }

    @Test
    void knowsAKeyByItsThumbprintAndByTheNameThatItWasGiven() {
        publish(jwk(KEY, ",\"kid\":\"mine\",\"use\":\"sig\",\"alg\":\"RS256\""));

        assertThat(keys().read())
                .containsOnlyKeys("mine", new RsaJsonWebKey(KEY).calculateBase64urlEncodedThumbprint("SHA-256"))
                .containsValue(KEY);
    }

    @Test
    void leavesOutWhatIsNotForSignaturesOfOurKind() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        RSAPublicKey small = (RSAPublicKey) generator.generateKeyPair().getPublic();
        publish(
                jwk(small, ",\"kid\":\"small\""),
                jwk(KEY, ",\"kid\":\"encrypts\",\"use\":\"enc\""),
                jwk(KEY, ",\"kid\":\"pss\",\"alg\":\"PS256\""),
                "{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"secret\"}");
        assertThatThrownBy(() -> keys().read())
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("no RSA key");

        publish(jwk(small, ""), jwk(KEY, ",\"kid\":\"good\""));

        assertThat(keys().read()).containsKey("good").hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"keys\":{}}", "{\"keys\":[7]}", "<html>", "{\"keys\":[]}"})
    void saysThatTheAnswerIsNoKeySet(String body) {
        answer.set(new Answer(200, body));

        assertThatThrownBy(() -> keys().read())
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("-jwks-url");
    }

    @Test
    void followsNoRedirectAndReadsNoFlood() {
        answer.set(new Answer(302, ""));
        assertThatThrownBy(() -> keys().read())
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("302");
        answer.set(new Answer(200, " ".repeat(300_000)));
        assertThatThrownBy(() -> keys().read())
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("bytes");
        server.stop(0);
        assertThatThrownBy(() -> keys().read()).isInstanceOf(UnreadableException.class);
    }
}
