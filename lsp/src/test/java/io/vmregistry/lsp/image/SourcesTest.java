package io.vmregistry.lsp.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is asked for names of images, and what is made of the answer. */
class SourcesTest {

    @TempDir
    Path home;

    private HttpServer registry;

    @BeforeEach
    void serve() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.start();
    }

    @AfterEach
    void stop() {
        registry.stop(0);
    }

    private void answers(String path, int status, String body) {
        registry.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private UserContext user(String registryUrl) throws IOException {
        Path configuration = Files.createDirectories(home.resolve("vmr"));
        Files.writeString(configuration.resolve("contexts.yaml"), """
                current: work
                contexts:
                  work:
                    host: unix://%s/none.sock
                    registry_url: %s
                """.formatted(home, registryUrl));
        return new UserContext(Map.of("VMR_CONFIG_DIR", configuration.toString()), home);
    }

    private Optional<List<String>> namesOf(String registryUrl) throws IOException {
        return new RegistryImages(user(registryUrl), Clock.systemUTC()).names();
    }

    private String url() {
        return "http://127.0.0.1:" + registry.getAddress().getPort();
    }

    @Test
    void aRegistryIsReadWithTheTagsOfItsRepositories() throws IOException {
        answers(
                "/v2/_catalog",
                200,
                "{\"repositories\":[\"team/debian\",\"team/gone\",\"team/secret\",\"team/ubuntu\",\"team/zz\"]}");
        answers("/v2/team/debian/tags/list", 200, "{\"name\":\"team/debian\",\"tags\":[\"12\",\"13\"]}");
        answers("/v2/team/gone/tags/list", 404, "{}");
        answers("/v2/team/secret/tags/list", 401, "{}");
        answers("/v2/team/zz/tags/list", 500, "{}");
        answers("/v2/team/ubuntu/tags/list", 200, "{\"name\":\"team/ubuntu\",\"tags\":[\"26.04\"]}");

        assertThat(namesOf(url())).contains(List.of("team/debian:12", "team/debian:13", "team/ubuntu:26.04"));
    }

    @Test
    void aTokenOfTheUserIsShownToTheRegistry() throws IOException {
        List<String> shown = new ArrayList<>();
        registry.createContext("/v2/_catalog", exchange -> {
            shown.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        UserContext user = user(url());
        Map<String, String> environment = new HashMap<>(user.environment());
        environment.put("VMR_TOKEN", "given");
        new RegistryImages(new UserContext(environment, home), Clock.systemUTC()).names();
        environment.put("VMR_TOKEN", "two\nlines");
        new RegistryImages(new UserContext(environment, home), Clock.systemUTC()).names();

        assertThat(shown).containsExactly("Bearer given", null);
    }

    @Test
    void aRegistryThatRefusesOrIsNotThereGivesNoNames() throws IOException {
        answers("/v2/_catalog", 500, "broken");

        assertThat(namesOf(url())).isEmpty();
        assertThat(namesOf("http://127.0.0.1:1")).isEmpty();
        assertThat(namesOf("no address")).isEmpty();
    }

    @Test
    void damagedFilesOfTheUserGiveNoNames() throws IOException {
        UserContext user = user(url());
        Files.writeString(home.resolve("vmr/contexts.yaml"), "contexts: [");

        assertThat(new DaemonImages(user).names()).isEmpty();
        assertThat(new RegistryImages(user, Clock.systemUTC()).names()).isEmpty();
    }

    @Test
    void withoutADaemonThereAreNoNames() {
        Map<String, String> absent = Map.of("VMR_HOST", "unix://" + home + "/none.sock");
        assertThat(new DaemonImages(new UserContext(absent, home)).names()).isEmpty();
        assertThat(new DaemonImages(new UserContext(Map.of("VMR_HOST", "nonsense"), home)).names())
                .isEmpty();
    }

    @Test
    void namesOfSeveralComeInOrderAndOnce() {
        ImageNames both = new SeveralImages(List.of(() -> List.of("b:1", "a:1"), () -> List.of("a:1", "c:1")));

        assertThat(both.known()).containsExactly("b:1", "a:1", "c:1");
    }
}
