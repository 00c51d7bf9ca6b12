package io.vmregistry.daemon.compose.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleSearchTest {

    private final ConsoleSearch search = new ConsoleSearch();

    @TempDir
    Path directory;

    @Test
    void findsALineThatArrivesInPieces() throws IOException {
        Path log = directory.resolve("console.log");
        assertThat(search.search(log, "login:"))
                .hasValueSatisfying(why -> assertThat(why).contains("nothing yet"));

        Files.writeString(log, "boot\nhost log");
        assertThat(search.search(log, "^host login:")).isPresent();

        Files.writeString(log, "in: ", StandardOpenOption.APPEND);
        assertThat(search.search(log, "^host login:")).isEmpty();
        assertThat(search.search(log, "^host login:")).isEmpty();
    }

    @Test
    void beginsAnewWhenTheLogWasCut() throws IOException {
        Path log = directory.resolve("console.log");
        Files.writeString(log, "a long line of the start before\n");
        assertThat(search.search(log, "ready")).isPresent();

        Files.writeString(log, "ready\n");

        assertThat(search.search(log, "ready")).isEmpty();
    }
}
