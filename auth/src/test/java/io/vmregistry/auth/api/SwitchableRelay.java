package io.vmregistry.auth.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** A TCP relay on a port of its own that can be cut and mended, and stalled: a database that goes away and comes back. */
final class SwitchableRelay implements AutoCloseable {

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Semaphore flow = new Semaphore(1);
    private volatile boolean cut;

    SwitchableRelay(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void cut() {
        cut = true;
        open.forEach(SwitchableRelay::close);
    }

    void mend() {
        cut = false;
    }

    /** From now on connections stay open and nothing passes through them. */
    void stall() {
        flow.acquireUninterruptibly();
    }

    void flowAgain() {
        flow.release();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                if (cut) {
                    close(client);
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                close();
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(server);
            Thread.ofVirtual().start(() -> copy(client, server));
            Thread.ofVirtual().start(() -> copy(server, client));
        } catch (IOException e) {
            // There is no server now, which is what the client gets to see.
            close(client);
        }
    }

    private void copy(Socket from, Socket to) {
        byte[] piece = new byte[8192];
        try {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            for (int length = input.read(piece); length >= 0; length = input.read(piece)) {
                flow.acquireUninterruptibly();
                flow.release();
                output.write(piece, 0, length);
            }
        } catch (IOException e) {
            // Either side hung up: so does the other.
        } finally {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
