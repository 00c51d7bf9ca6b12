package io.vmregistry.registry.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.BlobReader;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.blob.Upload;
import io.vmregistry.store.blob.UploadOwner;
import io.vmregistry.store.filesystem.Durability;
import io.vmregistry.store.filesystem.FilesystemBlobStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What bodies take of the heap, on a real connection. */
@Timeout(120)
class BodyMemoryTest {
    private static final int MIB = 1024 * 1024;

    private final BlockingQueue<Integer> pieces = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private void receive(Exchange exchange) {
        exchange.body().copyTo(bytes -> {
            pieces.add(bytes.remaining());
            byte[] piece = new byte[bytes.remaining()];
            bytes.get(piece);
            received.writeBytes(piece);
        });
        exchange.send(201);
    }

    private static void send(Socket socket, int announced, byte[] content) throws IOException {
        socket.getOutputStream()
                .write(("PUT / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + announced
                                + "\r\n\r\n")
                        .getBytes(UTF_8));
        socket.getOutputStream().write(content);
        socket.getOutputStream().flush();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    @Test
    void aLargeBodyComesInLargePiecesAndGivesEverythingBack() throws Exception {
        BodyMemory memory = BodyMemory.of(MIB, 2 * MIB, MIB, Duration.ofSeconds(60));
        byte[] content = random(3 * MIB + 17);
        try (ApiServer server = new ApiServer(memory, this::receive);
                Socket socket = server.connect()) {
            send(socket, content.length, content);
            assertThat(answer(socket)).startsWith("HTTP/1.1 201");
        }
        assertThat(received.toByteArray()).isEqualTo(content);
        assertThat(pieces).contains(GrowingChunk.LARGEST);
        awaitFree(memory.bodies());
        awaitFree(memory.chunks());
    }

    @Test
    void aBodyGoesOnInSmallPiecesWhenThereIsNoRoomForLargeOnes() throws Exception {
        BodyMemory memory = BodyMemory.of(MIB, 0, MIB, Duration.ofSeconds(60));
        byte[] content = random(MIB);
        try (ApiServer server = new ApiServer(memory, this::receive);
                Socket socket = server.connect()) {
            send(socket, content.length, content);
            assertThat(answer(socket)).startsWith("HTTP/1.1 201");
        }
        assertThat(received.toByteArray()).isEqualTo(content);
        assertThat(pieces).allMatch(size -> size <= GrowingChunk.SMALLEST);
    }

    @Test
    void aBodyThatStallsHandsOnWhatItHasAndGivesBackItsChunk() throws Exception {
        BodyMemory memory = BodyMemory.of(MIB, 2 * MIB, MIB, Duration.ofSeconds(60));
        byte[] content = random(300_000);
        try (ApiServer server = new ApiServer(memory, this::receive);
                Socket socket = server.connect()) {
            send(socket, content.length + 1, content);
            int came = 0;
            while (came < content.length) {
                came += pieces.take();
            }
            awaitFree(memory.chunks());
            assertThat(memory.bodies().free()).isEqualTo(MIB - RequestBody.FLOOR);
            socket.getOutputStream().write(1);
            assertThat(answer(socket)).startsWith("HTTP/1.1 201");
        }
    }

    @Test
    void aBodyThatThereIsNoRoomForIsRefusedForAWhile() throws Exception {
        BodyMemory memory = BodyMemory.of(RequestBody.FLOOR - 1, MIB, MIB, Duration.ofMillis(1));
        try (ApiServer server = new ApiServer(memory, this::receive);
                Socket socket = server.connect()) {
            send(socket, 3, random(3));
            assertThat(answer(socket)).startsWith("HTTP/1.1 503").containsIgnoringCase("Retry-After: 5");
        }
        assertThat(pieces).isEmpty();
    }

    @Test
    void aWholeBodyIsHeldUntilTheAnswerIsOut() throws Exception {
        BodyMemory memory = BodyMemory.of(MIB, MIB, MIB, Duration.ofSeconds(60));
        byte[] content = random(200_000);
        ApiVersion reading = exchange -> {
            received.writeBytes(exchange.readAll(MIB));
            pieces.add(memory.manifests().free());
            exchange.send(201);
        };
        try (ApiServer server = new ApiServer(memory, reading);
                Socket socket = server.connect()) {
            send(socket, content.length, content);
            assertThat(answer(socket)).startsWith("HTTP/1.1 201");
        }
        assertThat(received.toByteArray()).isEqualTo(content);
        assertThat(pieces.take()).isEqualTo(MIB - content.length);
        awaitFree(memory.manifests());
    }

    private static void awaitFree(MemoryShare share) {
        while (share.free() != share.size()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aBlobThatIsDeletedAfterItWasOpenedIsSent(@TempDir Path root) throws Exception {
        byte[] content = random(MIB);
        BlobStore blobs = new FilesystemBlobStore(root, Durability.NONE);
        Digest digest = Digest.of(content);
        Upload upload = blobs.begin(new UploadOwner(new RepositoryName("alice/x"), "alice"), digest);
        upload.write(ByteBuffer.wrap(content));
        upload.commit(digest);
        BodyMemory memory = BodyMemory.of(MIB, MIB, MIB, Duration.ofSeconds(60));
        ApiVersion deleting = exchange -> {
            try (BlobReader blob = blobs.open(digest, ByteRange.ALL)) {
                delete(blob.file().orElseThrow());
                exchange.send(200, blob);
            }
        };
        try (ApiServer server = new ApiServer(memory, deleting);
                Socket socket = server.connect()) {
            send(socket, 0, new byte[0]);
            assertThat(socket.getInputStream().readAllBytes()).endsWith(content);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
