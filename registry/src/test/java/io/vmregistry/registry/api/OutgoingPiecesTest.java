package io.vmregistry.registry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingPiecesTest {

    private final ExecutorService network = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void end() {
        network.close();
    }

    private static byte[] bytes(int count, int seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Looks at a piece only when another thread gets to it, as the network does. */
    private byte[] sent(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutgoingPieces.copy(
                new ByteArrayInputStream(content),
                piece -> CompletableFuture.runAsync(() -> out.writeBytes(piece.getBytes()), network));
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                OutgoingPieces.SIZE - 1,
                OutgoingPieces.SIZE,
                OutgoingPieces.SIZE + 1,
                5 * OutgoingPieces.SIZE + 3
            })
    void sendsEveryByteOnce(int count) throws IOException {
        byte[] content = bytes(count, count);

        assertThat(sent(content)).isEqualTo(content);
    }

    @Test
    void keepsResponsesApart() throws Exception {
        int responses = 50;
        List<Callable<byte[]>> copies = new ArrayList<>();
        for (int number = 0; number < responses; number++) {
            byte[] content = bytes(3 * OutgoingPieces.SIZE + number, number);
            copies.add(() -> sent(content));
        }
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> done = senders.invokeAll(copies);
            for (int number = 0; number < responses; number++) {
                assertThat(done.get(number).get()).isEqualTo(bytes(3 * OutgoingPieces.SIZE + number, number));
            }
        }
    }

    @Test
    void saysThatTheClientWent() {
        byte[] content = bytes(3 * OutgoingPieces.SIZE, 1);

        assertThatThrownBy(() -> OutgoingPieces.copy(
                        new ByteArrayInputStream(content),
                        _ -> CompletableFuture.failedFuture(new IOException("gone"))))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("gone");
    }

    @Test
    void aPieceThatIsStillHeldIsLeftAlone() throws Exception {
        byte[] content = bytes(OutgoingPieces.SIZE + 1, 2);
        List<Buffer> held = new ArrayList<>();
        InputStream breaking = new InputStream() {
            private final InputStream begun = new ByteArrayInputStream(content);

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] target, int offset, int count) throws IOException {
                if (begun.available() <= 1) {
                    throw new IOException("the store broke off");
                }
                return begun.read(target, offset, count);
            }
        };
        assertThatThrownBy(() -> OutgoingPieces.copy(breaking, piece -> {
                    held.add(piece);
                    return new CompletableFuture<>();
                }))
                .hasMessage("the store broke off");

        for (int other = 3; other < 40; other++) {
            sent(bytes(2 * OutgoingPieces.SIZE, other));
        }
        assertThat(held.getFirst().getBytes()).isEqualTo(Arrays.copyOf(content, OutgoingPieces.SIZE));
    }
}
