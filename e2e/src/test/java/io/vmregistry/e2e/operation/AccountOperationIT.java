package io.vmregistry.e2e.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.process.AuthServer;
import io.vmregistry.e2e.process.Launchers;
import io.vmregistry.e2e.process.TemporaryFolder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The subcommands on the embedded PostgreSQL, beside a server that runs and without one. */
class AccountOperationIT {

    private static final String PASSWORD = "a password for the test";

    /** What a subcommand printed, and how it ended. */
    private record Ended(int code, String output) {}

    private static Ended command(TemporaryFolder folder, String input, String... words) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Launchers.home().resolve("bin/vm-registry-auth").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("-data-dir", folder.path().resolve("auth").toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private static int login(URI server, String username) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(server.resolve("/v1/login"))
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(
                                            "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, PASSWORD)))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void administersBesideARunningServerAndWithoutOne() throws Exception {
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            assertThat(command(folder, "", "user", "list").code()).isEqualTo(2);
            Path log = folder.path().resolve("auth.log");
            try (AuthServer server = AuthServer.start(folder.path(), log, "-registration", "closed")) {
                assertThat(command(folder, PASSWORD + "\n", "user", "add", "alice"))
                        .isEqualTo(new Ended(0, "Made alice\n"));
                assertThat(login(server.url(), "alice")).isEqualTo(200);
                assertThat(command(folder, PASSWORD, "user", "add", "alice"))
                        .isEqualTo(new Ended(1, "vm-registry-auth: alice is taken\n"));
                assertThat(command(folder, "", "acl", "add", "alice", "team/*", "pull,push")
                                .output())
                        .matches("Added rule \\d+: pull,push team/\\*\n");
                assertThat(command(folder, "", "user", "disable", "alice").code())
                        .isZero();
                assertThat(login(server.url(), "alice")).isEqualTo(401);
                assertThat(command(folder, "", "user", "delete", "admin").output())
                        .contains("last administrator");
            }

            assertThat(command(folder, "", "user", "enable", "alice"))
                    .as("without a server")
                    .isEqualTo(new Ended(0, "Enabled alice\n"));
            assertThat(command(folder, "", "user", "list").output()).contains("admin ", "alice ", "enabled");
            assertThat(command(folder, "", "acl", "list", "alice").output()).contains("alice/*", "team/*");
            assertThat(command(folder, "", "audit", "-n", "50").output())
                    .contains("account.created", "account.disabled", "account.enabled", "login.succeeded", "command")
                    .doesNotContain(PASSWORD);

            try (AuthServer server = AuthServer.start(folder.path(), log)) {
                assertThat(login(server.url(), "alice")).isEqualTo(200);
            }
        }
    }
}
