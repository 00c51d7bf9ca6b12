package io.vmregistry.e2e.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.process.AuthServer;
import io.vmregistry.e2e.process.Deployed;
import io.vmregistry.e2e.process.PostgresServer;
import io.vmregistry.e2e.process.RegistryServer;
import io.vmregistry.e2e.process.TemporaryFolder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two auth servers on one of Debian's PostgreSQL and one directory of keys, and registries that believe both. */
class TwoAuthServersIT {

    private static final String PASSWORD = "correct horse";
    private static final String ADMIN_PASSWORD = "the first password";

    private static TemporaryFolder folder;
    private static TemporaryFolder databaseFolder;
    private static PostgresServer postgres;
    private static AuthServer first;
    private static AuthServer second;
    private static RegistryServer byUrl;
    private static RegistryServer byFile;

    @BeforeAll
    static void start() throws Exception {
        folder = TemporaryFolder.create();
        databaseFolder = TemporaryFolder.create();
        Path logs = Deployed.logs("auth");
        postgres = PostgresServer.start(databaseFolder.path(), logs.resolve("postgres.log"));
        Path admin = Files.writeString(folder.path().resolve("admin"), ADMIN_PASSWORD);
        first = server("first", admin);
        second = server("second", admin);
        byUrl = RegistryServer.start(
                folder.folder("by-url"),
                folder.folder("by-url/store"),
                folder.path().resolve("none"),
                first.url(),
                logs.resolve("by-url.log"),
                "-jwks-url",
                second.url().resolve("/.well-known/jwks.json").toString());
        byFile = RegistryServer.start(
                folder.folder("by-file"),
                folder.folder("by-file/store"),
                keys().resolve("auth.pub"),
                first.url(),
                logs.resolve("by-file.log"));
    }

    private static AuthServer server(String name, Path adminPassword) {
        return AuthServer.start(
                folder.folder(name),
                Deployed.logs("auth").resolve(name + ".log"),
                "-database-url",
                postgres.url(),
                "-keys-dir",
                keys().toString(),
                "-admin-user",
                "admin",
                "-admin-password-file",
                adminPassword.toString());
    }

    private static Path keys() {
        return folder.path().resolve("keys");
    }

    @AfterAll
    static void stop() {
        try (TemporaryFolder gone = folder;
                TemporaryFolder database = databaseFolder;
                PostgresServer server = postgres;
                AuthServer one = first;
                AuthServer two = second;
                RegistryServer three = byUrl;
                RegistryServer four = byFile) {
            assertThat(Stream.of(server.process(), one.process(), two.process(), three.process(), four.process()))
                    .allMatch(process -> process.alive());
        }
    }

    private static AuthApi api(AuthServer server) {
        return new AuthApi(server.url());
    }

    private static String registered() {
        String name = "u" + UUID.randomUUID().toString().replace("-", "");
        assertThat(api(first)
                        .post("/v1/register", Map.of("username", name, "password", PASSWORD))
                        .status())
                .isEqualTo(201);
        return name;
    }

    @Test
    void aLoginGoesOnAtTheOtherServer() {
        String name = registered();
        AuthApi.Answer session = api(first).login(name, PASSWORD);

        AuthApi.Answer there = api(second).refresh(session.text("refresh_token"));

        assertThat(there.status()).isEqualTo(200);
        assertThat(api(second)
                        .get("/v1/me", "Bearer " + session.text("access_token"))
                        .status())
                .isEqualTo(200);
        assertThat(api(first)
                        .get("/v1/me", "Bearer " + there.text("access_token"))
                        .status())
                .isEqualTo(200);
        assertThat(api(second)
                        .get("/token?scope=repository:" + name + "/a:pull", AuthApi.basic(name, PASSWORD))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void ofManyExchangesAtBothServersOneWinsAndTheLoginEnds() throws Exception {
        String token = api(first).login(registered(), PASSWORD).text("refresh_token");

        List<AuthApi.Answer> answers;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            answers = threads
                    .invokeAll(IntStream.range(0, 12)
                            .<Callable<AuthApi.Answer>>mapToObj(index ->
                                    () -> api(index % 2 == 0 ? first : second).refresh(token))
                            .toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
        }

        assertThat(answers.stream().map(AuthApi.Answer::status))
                .containsOnlyOnce(200)
                .containsOnly(200, 401);
        String won = answers.stream()
                .filter(answer -> answer.status() == 200)
                .map(answer -> answer.text("refresh_token"))
                .findFirst()
                .orElseThrow();
        assertThat(api(first).refresh(won).status()).isEqualTo(401);
        assertThat(api(second).refresh(won).status()).isEqualTo(401);
    }

    @Test
    void aNewPasswordEndsLoginsAtBothServersAlsoWhileTheyRefresh() throws Exception {
        String name = registered();
        AuthApi.Answer session = api(first).login(name, PASSWORD);
        String access = session.text("access_token");
        List<String> alive = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<String>> refreshing = threads.submit(() -> {
                List<String> tokens = new ArrayList<>(List.of(session.text("refresh_token")));
                while (true) {
                    AuthApi.Answer answer =
                            api(tokens.size() % 2 == 0 ? first : second).refresh(tokens.getLast());
                    if (answer.status() != 200) {
                        return tokens;
                    }
                    tokens.add(answer.text("refresh_token"));
                }
            });
            assertThat(changePassword(access)).isEqualTo(204);
            alive.addAll(refreshing.get());
        }

        for (String token : alive) {
            assertThat(api(first).refresh(token).status()).isEqualTo(401);
        }
        assertThat(api(second).login(name, PASSWORD).status()).isEqualTo(401);
        assertThat(api(second).login(name, "battery staple").status()).isEqualTo(200);
    }

    private static int changePassword(String accessToken) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(first.url().resolve("/v1/password"))
                .header("Authorization", "Bearer " + accessToken)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"current_password\":\"" + PASSWORD + "\",\"new_password\":\"battery staple\"}"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    /** 404 is the answer to who was let in and asked for a repository that is not there. */
    private static void assertBelieved(String accessToken) {
        for (RegistryServer registry : List.of(byUrl, byFile)) {
            assertThat(new AuthApi(registry.url())
                            .get("/v2/some/thing/tags/list", "Bearer " + accessToken)
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void keysChangeWithoutAnybodyNoticing() throws Exception {
        String before = api(first).login("admin", ADMIN_PASSWORD).text("access_token");
        assertBelieved(before);

        String announced = first.run("key", "rotate", "-keys-dir", keys().toString(), "--use-after", "12s");
        assertThat(announced).contains(AuthApi.kidOf(before), "current", "next");
        List<String> seen = new ArrayList<>(List.of(before));
        long until = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (System.nanoTime() < until
                && seen.stream().map(AuthApi::kidOf).distinct().count() < 2) {
            for (AuthServer server : List.of(first, second)) {
                String token = api(server).login("admin", ADMIN_PASSWORD).text("access_token");
                assertBelieved(token);
                seen.add(token);
            }
        }

        String after = seen.getLast();
        assertThat(AuthApi.kidOf(after)).isNotEqualTo(AuthApi.kidOf(before));
        assertBelieved(before);
        String retired = second.run("key", "retire", "-keys-dir", keys().toString(), AuthApi.kidOf(before));
        assertThat(retired).contains("is retired").contains(AuthApi.kidOf(after));
        assertBelieved(after);
        assertThat(Files.readString(keys().resolve("auth.pub")).split("BEGIN PUBLIC KEY"))
                .hasSize(2);
    }

    @Test
    void theDatabaseIsKilledAndComesBack() {
        String name = registered();
        String token = api(first).login(name, PASSWORD).text("refresh_token");

        postgres.kill();
        try {
            assertThat(api(first).refresh(token).status()).isEqualTo(503);
            assertThat(api(second).login(name, PASSWORD).status()).isEqualTo(503);
            assertThat(api(second).get("/.well-known/jwks.json", "").status()).isEqualTo(200);
        } finally {
            postgres.startAgain();
        }

        assertThat(api(second).refresh(token).status()).isEqualTo(200);
        assertThat(api(first).login(name, PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void aDumpHoldsNeitherTokensNorKeys() throws Exception {
        String token = api(first).login(registered(), PASSWORD).text("refresh_token");

        String dump = postgres.run("pg_dump");

        assertThat(dump).contains("refresh_tokens").doesNotContain(token, "PRIVATE KEY", "correct horse");
    }
}
