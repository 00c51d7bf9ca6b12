package io.vmregistry.e2e.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server, over TCP or Unix sockets, and does something at an exact byte of the traffic.
 * That makes "in the middle of a transfer" a place instead of a guess at a time.
 */
public final class CuttingProxy implements AutoCloseable {

    /** Which way the bytes go. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    private static final int BUFFER = 64 * 1024;

    /** What happens when the counted bytes of a direction reach a number. */
    private record Mark(long at, Runnable action, CompletableFuture<Void> reached) {}

    /** A mark that was reached, with the number of bytes at hand that lie behind it. */
    private record Due(Mark mark, int behind) {}

    private record Connection(SocketChannel client, SocketChannel server, AtomicInteger directions) {
        SocketChannel from(Direction direction) {
            return direction == Direction.TO_SERVER ? client : server;
        }

        SocketChannel to(Direction direction) {
            return direction == Direction.TO_SERVER ? server : client;
        }

        void close() {
            CuttingProxy.close(client);
            CuttingProxy.close(server);
        }
    }

    private final SocketAddress target;
    private final SocketAddress address;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Map<Direction, Long> counted = new EnumMap<>(Direction.class);
    private final Map<Direction, Mark> marks = new EnumMap<>(Direction.class);
    private ServerSocketChannel listener;
    private Thread acceptor;

    private CuttingProxy(SocketAddress listen, SocketAddress target) throws IOException {
        this.target = target;
        this.listener = bind(listen);
        this.address = listener.getLocalAddress();
        this.acceptor = accept(listener);
    }

    /** A proxy on a free port of the loopback interface. */
    public static CuttingProxy tcp(InetSocketAddress target) {
        try {
            return new CuttingProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A proxy on a Unix socket in front of another one. */
    public static CuttingProxy unix(Path listen, Path target) {
        try {
            return new CuttingProxy(UnixDomainSocketAddress.of(listen), UnixDomainSocketAddress.of(target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocketChannel bind(SocketAddress listen) throws IOException {
        if (listen instanceof UnixDomainSocketAddress unix) {
            Files.deleteIfExists(unix.getPath());
            return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(listen);
        }
        return ServerSocketChannel.open().bind(listen);
    }

    /** The port that it listens on. */
    public int port() {
        return ((InetSocketAddress) address).getPort();
    }

    /** Bytes that went one way since the last {@link #startCounting}. */
    public synchronized long bytes(Direction direction) {
        return counted.getOrDefault(direction, 0L);
    }

    /** Forgets what was counted and what was to happen. */
    public synchronized void startCounting() {
        counted.clear();
        marks.clear();
    }

    /**
     * Counts anew, and runs an action when exactly so many bytes have gone that way, all connections together. The
     * bytes behind it on that connection wait until the action has ended. The result is complete when it has.
     */
    public synchronized CompletableFuture<Void> at(Direction direction, long bytes, Runnable action) {
        counted.clear();
        CompletableFuture<Void> reached = new CompletableFuture<>();
        marks.put(direction, new Mark(bytes, action, reached));
        return reached;
    }

    /** As a server that is stopped: cuts every connection and refuses new ones, until {@link #restore}. */
    public synchronized void cut() {
        close(listener);
        awaitAcceptor();
        cutConnections();
    }

    /** A closed listener takes one more connection while a thread still waits in it. */
    private void awaitAcceptor() {
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the proxy stopped to listen", e);
        }
    }

    /** As a network that fails for a moment: cuts every connection and accepts new ones. */
    public void cutConnections() {
        open.forEach(Connection::close);
        open.clear();
    }

    /** Serves at the same address as before. */
    public synchronized void restore() {
        if (listener.isOpen()) {
            return;
        }
        try {
            listener = bind(address);
            acceptor = accept(listener);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Thread accept(ServerSocketChannel from) {
        return Thread.ofPlatform().daemon().name("proxy-accept").start(() -> {
            while (from.isOpen()) {
                try {
                    connect(from.accept());
                } catch (IOException e) {
                    // Closed, or the other side gave up before it was served: the next one decides.
                    continue;
                }
            }
        });
    }

    private void connect(SocketChannel client) throws IOException {
        try {
            Connection connection = new Connection(client, SocketChannel.open(target), new AtomicInteger(2));
            open.add(connection);
            pump(connection, Direction.TO_SERVER);
            pump(connection, Direction.TO_CLIENT);
        } catch (IOException e) {
            close(client);
            throw e;
        }
    }

    private void pump(Connection connection, Direction direction) {
        Thread.ofPlatform().daemon().name("proxy-" + direction).start(() -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            SocketChannel from = connection.from(direction);
            SocketChannel to = connection.to(direction);
            try {
                while (from.read(buffer.clear()) >= 0) {
                    forward(buffer.flip(), to, direction);
                }
                to.shutdownOutput();
            } catch (IOException cut) {
                connection.close();
            }
            if (connection.directions().decrementAndGet() == 0) {
                connection.close();
                open.remove(connection);
            }
        });
    }

    private void forward(ByteBuffer bytes, SocketChannel to, Direction direction) throws IOException {
        int end = bytes.limit();
        Optional<Due> due = count(direction, bytes.remaining());
        if (due.isPresent()) {
            bytes.limit(end - due.get().behind());
            write(bytes, to);
            due.get().mark().action().run();
            due.get().mark().reached().complete(null);
        }
        write(bytes.limit(end), to);
    }

    private static void write(ByteBuffer bytes, SocketChannel to) throws IOException {
        while (bytes.hasRemaining()) {
            if (to.write(bytes) < 0) {
                throw new ClosedChannelException();
            }
        }
    }

    /** Counts bytes that are about to be forwarded; the mark that lies among them is due. */
    private synchronized Optional<Due> count(Direction direction, int bytes) {
        long total = counted.merge(direction, (long) bytes, Long::sum);
        Mark mark = marks.get(direction);
        if (mark == null || total < mark.at()) {
            return Optional.empty();
        }
        marks.remove(direction);
        return Optional.of(new Due(mark, (int) (total - mark.at())));
    }

    private static void close(AutoCloseable channel) {
        try {
            channel.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        cut();
        if (address instanceof UnixDomainSocketAddress unix) {
            try {
                Files.deleteIfExists(unix.getPath());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
