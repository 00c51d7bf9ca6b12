package io.vmregistry.lsp.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Plays recorded sessions to the real process: lines that begin with {@code >} are sent, those with {@code <} are awaited,
 * character for character. Run with {@code GOLDEN=write} in the environment to record the answers anew.
 */
class RecordedSessionTest {

    private static final Path SESSIONS = Path.of("src/test/resources/sessions");

    @Test
    void everySessionGoesAsItWasRecorded() throws Exception {
        List<Path> sessions;
        try (var all = Files.list(SESSIONS)) {
            sessions = all.sorted().toList();
        }
        assertThat(sessions).isNotEmpty();
        for (Path session : sessions) {
            List<String> wanted = Files.readAllLines(session);
            List<String> played = play(wanted);
            if ("write".equals(System.getenv("GOLDEN"))) {
                Files.write(session, played);
            }
            assertThat(played).as(session.toString()).isEqualTo(wanted);
        }
    }

    /** One message comes for each line that is awaited. */
    private static List<String> play(List<String> lines) throws IOException, InterruptedException {
        List<String> played = new ArrayList<>();
        try (ServerProcess server = new ServerProcess()) {
            for (String line : lines) {
                if (line.startsWith(">")) {
                    server.send(line.substring(1).strip());
                    played.add(line);
                } else if (line.startsWith("<")) {
                    JsonElement message = JsonParser.parseString(server.await(any -> true));
                    played.add("< " + message);
                } else {
                    played.add(line);
                }
            }
        }
        return played;
    }
}
