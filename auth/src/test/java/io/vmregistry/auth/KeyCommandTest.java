package io.vmregistry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.auth.key.KeyDirectory;
import io.vmregistry.auth.key.KeyRing;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KeyCommandTest {

    private static final int USAGE = 2;

    @TempDir
    Path directory;

    private record Outcome(int exitCode, String text) {}

    private Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine commandLine = AuthServer.commandLine().setOut(new PrintWriter(out));
        String[] all = new String[arguments.length + 3];
        all[0] = "key";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "-keys-dir";
        all[arguments.length + 2] = directory.toString();
        return new Outcome(commandLine.execute(all), out.toString());
    }

    private KeyRing.Entry current() {
        KeyDirectory keys = new KeyDirectory(directory, Duration.ofMinutes(11));
        return keys.open(2048, Instant.now()).current(Instant.now());
    }

    @Test
    void announcesUsesAndRetires() {
        String first = current().id();
        assertThat(run("list").text()).contains(first, "current", "the start", "2048");

        Outcome announced = run("rotate", "-key-bits", "2048");
        assertThat(announced.exitCode()).isZero();
        assertThat(announced.text()).contains(first, "next");
        assertThat(current().id()).isEqualTo(first);

        assertThat(run("rotate", "-key-bits", "2048", "--use-after", "0s").exitCode())
                .isZero();
        assertThat(current().id()).isNotEqualTo(first);
        assertThat(run("list").text()).contains(first, "retiring");

        assertThat(run("retire", first).exitCode()).isZero();
        assertThat(run("list").text()).doesNotContain(first).contains(current().id());
    }

    @Test
    void saysWhatWasTypedWrongly() {
        current();

        assertThat(run("retire", "nobody").exitCode()).isEqualTo(USAGE);
        assertThat(run("retire", current().id()).exitCode()).isEqualTo(USAGE);
        assertThat(run("rotate", "--use-after", "soon").exitCode()).isEqualTo(USAGE);
        assertThat(run("rotate", "-key-bits", "1024").exitCode()).isEqualTo(USAGE);
        assertThat(run("list", "-access-ttl", "-1m").exitCode()).isEqualTo(USAGE);
        assertThat(AuthServer.commandLine().execute("key", "list", "-keys-dir", directory + "/none"))
                .isEqualTo(USAGE);
    }
}
