package io.vmregistry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ServerCommandTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-bogus",
                "-port=99999",
                "-port=http",
                "-bcrypt-cost=11",
                "-access-ttl=59s",
                "-access-ttl=soon",
                "-refresh-ttl=1m",
                "-registration=maybe",
                "-admin-user=Root",
                "-admin-password-file=/does/not/exist",
                "-tls-cert=/does/not/exist",
                "-database-url=mysql://h/db",
                "-issuer=",
                "-login-attempts=0",
                "-source-attempts=0",
                "-audit-retention=long",
                "-trusted-proxy=localhost",
                "stray",
            })
    void refusesWithExitCode2BeforeAnythingIsWritten(String argument) {
        Path data = directory.resolve("data");

        assertThat(AuthServer.commandLine().execute("-data-dir", data.toString(), argument))
                .isEqualTo(2);
        assertThat(Files.exists(data)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user",
                "user fly",
                "user list",
                "user add",
                "user add Upper -password-file=/dev/null",
                "user disable",
                "user disable Upper",
                "user passwd alice -password-file=/does/not/exist",
                "user list -bcrypt-cost=11",
                "user list -database-url=mysql://h/db",
                "acl list",
                "acl add alice team/* fly",
                "acl add alice ** pull",
                "acl add alice team/*",
                "acl remove alice",
                "audit -n=0",
            })
    void refusesASubcommandWithExitCode2BeforeAnythingIsWritten(String line) {
        Path data = directory.resolve("data");
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        if (words.size() > 1 || line.startsWith("audit")) {
            words.add("-data-dir=" + data);
        }

        assertThat(AuthServer.commandLine().execute(words.toArray(String[]::new)))
                .isEqualTo(2);
        assertThat(Files.exists(data)).isFalse();
    }

    @Test
    void takesOneDashAndTwo() {
        ServerCommand command = new ServerCommand();
        new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs("-port", "1", "--host=127.0.0.1", "--data-dir", "x", "-registration", "closed");

        assertThat(command.port).isEqualTo(1);
        assertThat(command.host).isEqualTo("127.0.0.1");
        assertThat(command.dataDir).isEqualTo(Path.of("x"));
        assertThat(command.registration.name()).isEqualTo("CLOSED");
    }

    @Test
    void hasTheDefaultsOfTheDocumentation() {
        ServerCommand command = new ServerCommand();
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs();

        assertThat(command.port).isEqualTo(4078);
        assertThat(command.host).isEqualTo("0.0.0.0");
        assertThat(command.dataDir).isEqualTo(Path.of("./auth-data"));
        assertThat(command.keysDir).isNull();
        assertThat(command.registration.name()).isEqualTo("OPEN");
        assertThat(command.issuer).isEqualTo("vm-registry-auth");
        assertThat(command.audience).isEqualTo("vm-registry");
        assertThat(command.accessTtl).isEqualTo("10m");
        assertThat(command.refreshTtl).isEqualTo("30d");
        assertThat(command.bcryptCost).isEqualTo(12);
        assertThat(command.loginAttempts).isEqualTo(20);
        assertThat(command.sourceAttempts).isEqualTo(60);
        assertThat(command.trustedProxies).isEmpty();
        assertThat(command.auditRetention).isEqualTo("365d");
    }

    @Test
    void showsHelpAndVersion() {
        StringWriter out = new StringWriter();
        CommandLine commandLine = AuthServer.commandLine().setOut(new PrintWriter(out));

        assertThat(commandLine.execute("--help")).isZero();
        assertThat(commandLine.execute("--version")).isZero();
        assertThat(out.toString()).contains("-database-url", "DATABASE_URL", "vm-registry-auth 0.");
    }
}
