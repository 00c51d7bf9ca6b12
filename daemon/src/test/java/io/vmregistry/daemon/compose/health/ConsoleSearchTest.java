package io.vmregistry.daemon.compose.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ConsoleSearchTest {

    private final ConsoleSearch search = new ConsoleSearch();

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void findsALineThatArrivesInPieces() throws IOException {
        Path log = directory.resolve("console.log");
        assertThat(search.search(log, "login:", LONG))
                .hasValueSatisfying(why -> assertThat(why).contains("nothing yet"));

        Files.writeString(log, "boot\nhost log");
        assertThat(search.search(log, "^host login:", LONG)).isPresent();

        Files.writeString(log, "in: ", StandardOpenOption.APPEND);
        assertThat(search.search(log, "^host login:", LONG)).isEmpty();
        assertThat(search.search(log, "^host login:", LONG)).isEmpty();
    }

    @Test
    void beginsAnewWhenTheLogWasCut() throws IOException {
        Path log = directory.resolve("console.log");
        Files.writeString(log, "a long line of the start before\n");
        assertThat(search.search(log, "ready", LONG)).isPresent();

        Files.writeString(log, "ready\n");

        assertThat(search.search(log, "ready", LONG)).isEmpty();
    }

    @Test
    @Timeout(20)
    void givesUpAMatchThatBacktracksForEver() throws IOException {
        Path log = directory.resolve("console.log");
        Files.writeString(log, "a".repeat(80) + "!\n");

        assertThat(search.search(log, "(a|aa)+\\1b", Duration.ofMillis(50)))
                .hasValueSatisfying(why -> assertThat(why).contains("takes longer than 50 ms"));
    }

    @Test
    void findsWhatStandsFarIntoALineAndAtItsEndsOnly() throws IOException {
        Path log = directory.resolve("console.log");
        Files.writeString(log, "x".repeat(5000) + "ready" + "x".repeat(5000) + "last\n");

        assertThat(new ConsoleSearch().search(log, "ready", LONG)).isEmpty();
        assertThat(new ConsoleSearch().search(log, "last$", LONG)).isEmpty();
        assertThat(new ConsoleSearch().search(log, "^x+ready$", LONG)).isPresent();
        assertThat(new ConsoleSearch().search(log, "x$", LONG)).isPresent();
    }
}
