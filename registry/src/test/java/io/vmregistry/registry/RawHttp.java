package io.vmregistry.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.registry.access.TestTokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests byte by byte, as no HTTP client would send them. Each asks the server to close the connection after it. */
final class RawHttp {

    /** A request that cannot be read to its end may also be answered by closing the connection: as if with this. */
    static final int CLOSED = 400;

    /** A token with which nothing is refused for want of rights. */
    static final String ANYTHING = TestTokens.scoped("alice", "*", "*");

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}) ");
    private static final int PATIENCE_MILLIS = 120_000;

    private RawHttp() {}

    /** The head of a request. */
    static byte[] request(String method, String target, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        head.append("Connection: close\r\nAuthorization: Bearer ")
                .append(ANYTHING)
                .append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(UTF_8);
    }

    static byte[] join(byte[] head, byte[] body) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head);
        whole.writeBytes(body);
        return whole.toByteArray();
    }

    static Socket connect(URI server) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** Everything that comes until the server closes the connection. */
    static String answer(URI server, byte[] request) throws IOException {
        return answer(server, request, false);
    }

    /** As {@link #answer}, of a client that says that nothing more will come. */
    static String answerAfterHangUp(URI server, byte[] request) throws IOException {
        return answer(server, request, true);
    }

    private static String answer(URI server, byte[] request, boolean hangUp) throws IOException {
        try (Socket socket = connect(server)) {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(request);
                if (hangUp) {
                    socket.shutdownOutput();
                }
                socket.getInputStream().transferTo(answer);
            } catch (SocketException closedEarly) {
                assertThat(closedEarly).hasMessageMatching("(?s).*(reset|pipe|closed).*");
            }
            return answer.toString(ISO_8859_1);
        }
    }

    /** The answer's status. A connection that is closed without an answer has none, and fails whoever wants one. */
    static Optional<Integer> send(URI server, byte[] request) throws IOException {
        return status(answer(server, request));
    }

    static Optional<Integer> status(String answer) {
        Matcher status = STATUS.matcher(answer);
        return status.lookingAt() ? Optional.of(Integer.parseInt(status.group(1))) : Optional.empty();
    }

    /** Whatever it is, the answer says that it is the client's fault, and it comes. */
    static void assertRefused(URI server, byte[] request) throws IOException {
        String answer = answer(server, request);
        assertThat(status(answer).orElse(0))
                .as(new String(request, ISO_8859_1).lines().findFirst().orElse("") + " was answered " + answer)
                .isBetween(400, 499);
    }
}
