package io.vmregistry.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.e2e.fault.CuttingProxy.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CuttingProxyTest {

    private ServerSocket server;
    private CuttingProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        proxy = CuttingProxy.tcp(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    @Test
    void forwardsBothWaysUntilBothSidesHaveEnded() throws IOException {
        try (Socket client = connect();
                Socket peer = server.accept()) {
            client.getOutputStream().write("question".getBytes());
            client.shutdownOutput();
            assertThat(peer.getInputStream().readAllBytes()).asString().isEqualTo("question");
            peer.getOutputStream().write("answer".getBytes());
            peer.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("answer");
        }
        assertThat(proxy.bytes(Direction.TO_SERVER)).isEqualTo(8);
        assertThat(proxy.bytes(Direction.TO_CLIENT)).isEqualTo(6);
    }

    @Test
    void actsAtExactlyTheByte() throws IOException {
        AtomicLong atTheServer = new AtomicLong();
        try (Socket client = connect();
                Socket peer = server.accept()) {
            CompletableFuture<Void> reached = proxy.at(Direction.TO_SERVER, 100_000, () -> {
                try {
                    atTheServer.set(peer.getInputStream().readNBytes(100_000).length
                            + peer.getInputStream().available());
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            Thread.ofVirtual().start(() -> {
                try {
                    client.getOutputStream().write(new byte[300_000]);
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            reached.join();
            assertThat(atTheServer).hasValue(100_000);
            assertThat(peer.getInputStream().readAllBytes()).hasSize(200_000);
        }
    }

    @Test
    void aCutEndsConnectionsAndRefusesNewOnesUntilRestored() throws IOException {
        try (Socket client = connect();
                Socket peer = server.accept()) {
            proxy.at(Direction.TO_SERVER, 3, proxy::cut);
            client.getOutputStream().write("abcdef".getBytes());
            assertThat(peer.getInputStream().readAllBytes()).asString().isEqualTo("abc");
            assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
            proxy.restore();
            try (Socket again = connect();
                    Socket peerAgain = server.accept()) {
                again.getOutputStream().write('x');
                assertThat(peerAgain.getInputStream().read()).isEqualTo('x');
            }
        }
    }

    @Test
    void standsBeforeAUnixSocket(@TempDir Path directory) throws IOException {
        Path real = directory.resolve("real.sock");
        try (ServerSocketChannel unix =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(real));
                CuttingProxy before = CuttingProxy.unix(directory.resolve("proxy.sock"), real);
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("proxy.sock")));
                SocketChannel peer = unix.accept()) {
            client.write(ByteBuffer.wrap(new byte[] {7}));
            ByteBuffer received = ByteBuffer.allocate(1);
            peer.read(received);
            assertThat(received.get(0)).isEqualTo((byte) 7);
            assertThat(before.bytes(Direction.TO_SERVER)).isEqualTo(1);
        }
    }
}
