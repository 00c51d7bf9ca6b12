package io.vmregistry.auth.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmregistry.auth.database.DatabaseProbe;
import io.vmregistry.auth.database.DatabaseStartException;
import io.vmregistry.auth.database.DatabaseUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    /** One directory for all: unpacking and initialising takes longer than everything else. */
    @TempDir
    static Path parent;

    @Test
    void keepsItsDataAndItsPasswordBetweenStarts() throws Exception {
        Path directory = parent.resolve("postgres");
        DatabaseUrl first;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory)) {
            first = postgres.url();
            execute(postgres.url(), "create table notes (value text)");
            execute(postgres.url(), "insert into notes values ('still here')");
        }
        assertThatExceptionOfType(DatabaseStartException.class).isThrownBy(() -> DatabaseProbe.check(first));

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory)) {
            assertThat(postgres.url().password()).isEqualTo(first.password());
            assertThat(query(postgres.url(), "select value from notes")).isEqualTo("still here");
        }
    }

    @Test
    void letsNobodyInWithoutThePasswordNorReadIt() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(parent.resolve("postgres"))) {
            DatabaseUrl url = postgres.url();
            DatabaseUrl guess =
                    new DatabaseUrl(url.host(), url.port(), url.database(), url.username(), "postgres", Map.of());

            assertThatExceptionOfType(DatabaseStartException.class)
                    .isThrownBy(() -> DatabaseProbe.check(guess))
                    .withMessageContaining("password authentication failed");
            assertThat(query(url, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(mode("postgres")).isEqualTo("rwx------");
            assertThat(mode("postgres/password")).isEqualTo("rw-------");
        }
    }

    @Test
    void refusesADirectoryThatIsInUse() {
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(parent.resolve("postgres"))) {
            assertThatExceptionOfType(DatabaseStartException.class)
                    .isThrownBy(() -> EmbeddedPostgres.start(parent.resolve("postgres")))
                    .withMessageContaining("another auth server uses");
        }
    }

    @Test
    void startsAgainWhenItIsKilled() throws Exception {
        Path data = parent.resolve("postgres/data");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(parent.resolve("postgres"))) {
            execute(postgres.url(), "create table kept (value text)");
            ProcessHandle process = ServerProcess.of(data).orElseThrow();
            process.destroyForcibly();
            process.onExit().get(30, TimeUnit.SECONDS);

            postgres.awaitRestart();

            assertThat(query(postgres.url(), "select count(*) from kept")).isEqualTo("0");
        }
        assertThat(ServerProcess.of(data)).isEmpty();
    }

    @Test
    void stopsWhatAKilledServerLeftRunning() throws Exception {
        Path directory = parent.resolve("postgres");
        EmbeddedPostgres predecessor = EmbeddedPostgres.start(directory);
        predecessor.close();
        // What a server that was killed leaves: PostgreSQL runs, and nobody holds the lock.
        List<String> command = new ArrayList<>();
        if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            command.addAll(List.of("unshare", "--user"));
        }
        command.addAll(List.of(
                PostgresPrograms.install(directory).pgCtl().toString(),
                "start",
                "--wait",
                "--pgdata=" + directory.resolve("data"),
                "--log=" + directory.resolve("orphan.log"),
                "--options=-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c port="
                        + predecessor.url().port()));
        assertThat(new ProcessBuilder(command)
                        .redirectOutput(parent.resolve("out").toFile())
                        .start()
                        .waitFor())
                .isZero();
        ProcessHandle orphan = ServerProcess.of(directory.resolve("data")).orElseThrow();

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory)) {
            assertThat(ServerProcess.of(directory.resolve("data")))
                    .hasValueSatisfying(now -> assertThat(now.pid()).isNotEqualTo(orphan.pid()));
            assertThat(query(postgres.url(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void startsInSpiteOfAPidFileThatNamesAnotherProcess() throws Exception {
        Path directory = parent.resolve("postgres");
        EmbeddedPostgres.start(directory).close();
        Files.writeString(
                directory.resolve("data/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + directory.resolve("data") + "\n0\n0\n\n\n0 0\n");

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory)) {
            assertThat(query(postgres.url(), "select 1")).isEqualTo("1");
        }
    }

    private static void execute(DatabaseUrl url, String sql) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(DatabaseUrl url, String sql) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(DatabaseUrl url) throws SQLException {
        return DriverManager.getConnection(url.jdbcUrl(), url.username(), url.password());
    }

    private static String mode(String file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(parent.resolve(file)));
    }
}
