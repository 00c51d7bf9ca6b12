package io.vmregistry.registry.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.store.StoreException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the log says of requests that the server could not serve, beside the line that each request has. */
@Timeout(60)
class FaultLogTest {
    private static final int MIB = 1024 * 1024;

    private final Logger log = Logger.getLogger("io.vmregistry.registry.requests");
    private final List<LogRecord> warnings = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                warnings.add(line);
            }
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    @BeforeEach
    void listen() {
        log.addHandler(listener);
    }

    @AfterEach
    void leave() {
        log.removeHandler(listener);
    }

    private static String answer(BodyMemory memory, ApiVersion api) throws IOException {
        try (ApiServer server = new ApiServer(memory, api);
                Socket socket = server.connect()) {
            socket.getOutputStream()
                    .write("PUT / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc"
                            .getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static String answer(RuntimeException fault) throws IOException {
        return answer(BodyMemory.of(MIB, MIB, MIB, Duration.ofSeconds(60)), exchange -> {
            throw fault;
        });
    }

    private void assertOneLine(Level level, boolean traced) {
        assertThat(warnings).singleElement().satisfies(line -> {
            assertThat(line.getLevel().intValue()).isEqualTo(level.intValue());
            assertThat(line.getThrown() != null).isEqualTo(traced);
        });
    }

    @Test
    void aBodyThatThereIsNoRoomForIsOneLine() throws Exception {
        BodyMemory full = BodyMemory.of(RequestBody.FLOOR - 1, MIB, MIB, Duration.ofMillis(1));
        assertThat(answer(full, exchange -> exchange.body().copyTo(bytes -> {})))
                .startsWith("HTTP/1.1 503");
        assertOneLine(Level.WARNING, false);
    }

    @Test
    void anUploadThatIsInUseIsOneLine() throws Exception {
        assertThat(answer(new StoreException.UploadBusy("some"))).startsWith("HTTP/1.1 503");
        assertOneLine(Level.WARNING, false);
    }

    @Test
    void aStoreThatFailsIsAnErrorWithItsTrace() throws Exception {
        assertThat(answer(new StoreException.StoreUnavailable("write", new IOException("disk"))))
                .startsWith("HTTP/1.1 503");
        assertOneLine(Level.SEVERE, true);
    }

    @Test
    void aFaultOfTheProgramIsAnErrorWithItsTrace() throws Exception {
        assertThat(answer(new IllegalStateException("unexpected"))).startsWith("HTTP/1.1 500");
        assertOneLine(Level.SEVERE, true);
    }

    @Test
    void whatAClientDidWrongIsNotToldOf() throws Exception {
        assertThat(answer(new ApiException(400, ErrorCode.UNSUPPORTED, "no"))).startsWith("HTTP/1.1 400");
        assertThat(warnings).isEmpty();
    }
}
