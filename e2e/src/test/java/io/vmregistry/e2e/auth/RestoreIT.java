package io.vmregistry.e2e.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.process.AuthServer;
import io.vmregistry.e2e.process.Commands;
import io.vmregistry.e2e.process.Deployed;
import io.vmregistry.e2e.process.PostgresServer;
import io.vmregistry.e2e.process.TemporaryFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Backup and restore as {@code docs/operations/auth.md} tells them, on the system's PostgreSQL. */
class RestoreIT {

    private static final String PASSWORD = "correct horse";

    /** What was true when the backup was made. */
    private record Before(String accessToken, String revoked, String open) {}

    private static AuthServer server(PostgresServer postgres, TemporaryFolder folder, String name) {
        return AuthServer.start(
                folder.folder(name),
                Deployed.logs("restore").resolve(name + ".log"),
                "-database-url",
                postgres.url(),
                "-keys-dir",
                folder.path().resolve(name + "-keys").toString());
    }

    @Test
    void aRestoredServerKnowsAccountsRulesAndKeysAndNoLoginThatWasEnded() throws Exception {
        try (TemporaryFolder folder = TemporaryFolder.create();
                TemporaryFolder lost = TemporaryFolder.create();
                TemporaryFolder found = TemporaryFolder.create()) {
            Path dump = folder.path().resolve("auth.dump");
            Before before;
            try (PostgresServer postgres = PostgresServer.start(
                            lost.path(), Deployed.logs("restore").resolve("lost.log"));
                    AuthServer server = server(postgres, folder, "lost")) {
                before = use(new AuthApi(server.url()));
                postgres.run("pg_dump", "--format=custom", "--file=" + dump);
                pack(folder);
                logout(new AuthApi(server.url()), before.open());
            }

            try (PostgresServer postgres =
                    PostgresServer.start(found.path(), Deployed.logs("restore").resolve("found.log"))) {
                postgres.run("pg_restore", "--no-owner", "--exit-on-error", dump.toString());
                unpack(folder);
                assertThat(postgres.run(
                                        "psql",
                                        "--tuples-only",
                                        "--command=select count(*) from refresh_tokens where revoked_at is null")
                                .strip())
                        .as("logins that the backup believes to be open")
                        .isEqualTo("1");
                postgres.run("psql", "--command=delete from refresh_tokens");
                try (AuthServer server = server(postgres, folder, "found")) {
                    check(new AuthApi(server.url()), before);
                }
            }
        }
    }

    private static Before use(AuthApi api) {
        assertThat(api.post("/v1/register", Map.of("username", "alice", "password", PASSWORD))
                        .status())
                .isEqualTo(201);
        String revoked = api.login("alice", PASSWORD).text("refresh_token");
        logout(api, revoked);
        AuthApi.Answer open = api.login("alice", PASSWORD);
        return new Before(open.text("access_token"), revoked, open.text("refresh_token"));
    }

    private static void logout(AuthApi api, String token) {
        assertThat(api.post("/v1/logout", Map.of("refresh_token", token)).status())
                .isBetween(200, 204);
    }

    private static void pack(TemporaryFolder folder) {
        Commands.run(
                "tar",
                "--create",
                "--file=" + folder.path().resolve("keys.tar"),
                "--directory=" + folder.path().resolve("lost-keys"),
                ".");
    }

    private static void unpack(TemporaryFolder folder) throws Exception {
        Path keys = Files.createDirectory(folder.path().resolve("found-keys"));
        Commands.run(
                "tar",
                "--extract",
                "--preserve-permissions",
                "--file=" + folder.path().resolve("keys.tar"),
                "--directory=" + keys);
    }

    /** The login that was open at the time of the backup was ended afterwards, which the backup does not know. */
    private static void check(AuthApi api, Before before) {
        assertThat(api.get("/v1/me", "Bearer " + before.accessToken()).text("username"))
                .as("whose token of before the backup it is")
                .isEqualTo("alice");
        assertThat(api.refresh(before.revoked()).status()).isEqualTo(401);
        assertThat(api.refresh(before.open()).status()).isEqualTo(401);
        AuthApi.Answer token = api.get("/token?scope=repository:alice/web:pull,push", AuthApi.basic("alice", PASSWORD));
        assertThat(token.status()).isEqualTo(200);
        assertThat(token.text("scope")).isEqualTo("repository:alice/web:pull,push");
    }
}
