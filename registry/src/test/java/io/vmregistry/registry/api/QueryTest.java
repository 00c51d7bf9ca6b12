package io.vmregistry.registry.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A query that cannot be decoded. What stands before the API in the whole server may refuse it first, without a body. */
class QueryTest {

    @Test
    void anEncodingThatIsNoneIsRefused() throws Exception {
        BodyMemory memory = BodyMemory.of(1, 1, 1, Duration.ofSeconds(1));
        try (ApiServer server =
                        new ApiServer(memory, exchange -> exchange.send(200, exchange.query("last"), new byte[0]));
                Socket socket = server.connect()) {
            socket.getOutputStream()
                    .write("GET /?last=%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("QUERY_INVALID");
        }
    }
}
