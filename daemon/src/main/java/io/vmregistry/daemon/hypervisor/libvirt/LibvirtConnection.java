package io.vmregistry.daemon.hypervisor.libvirt;

import com.sun.jna.PointerType;
import io.vmregistry.daemon.hypervisor.HypervisorException.HypervisorUnavailable;
import io.vmregistry.daemon.hypervisor.MachineId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.libvirt.Connect;
import org.libvirt.LibvirtException;
import org.libvirt.jna.Libvirt;

/**
 * One connection to libvirt, made when it is first needed and made again when it was lost.
 *
 * <p>Calls run on platform threads of their own: libvirt keeps its last error in the thread, which a virtual thread may
 * leave between the call and the question why it failed, and a call that waits would hold up a carrier.
 */
final class LibvirtConnection implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LibvirtConnection.class);

    /** More would wait in libvirtd, whose own limit is five for each client. */
    private static final int CALLS_AT_A_TIME = 16;

    private static final long LONGEST_PAUSE_SECONDS = 30;

    /** Hears what comes over the connection, on one thread. */
    interface Listener {
        void domainChanged(MachineId id);

        void connected();
    }

    /** Something to do with the connection. */
    interface Call<T> {
        T with(Connection connection) throws LibvirtException, LibvirtFault;
    }

    /** libvirt-java's connection, with the pointer that our own bindings need. */
    static final class Connection extends Connect {
        Connection(String uri) throws LibvirtException {
            super(uri);
        }

        PointerType pointer() {
            return vcp;
        }
    }

    private final String uri;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService calls = Executors.newFixedThreadPool(
            CALLS_AT_A_TIME,
            Thread.ofPlatform().daemon().name("libvirt-call-", 0).factory());
    private final ScheduledExecutorService events = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("libvirt-events").factory());
    private final Object connecting = new Object();
    private final AtomicReference<@Nullable Connection> current = new AtomicReference<>();
    private volatile boolean closed;

    LibvirtConnection(String uri) {
        this.uri = uri;
    }

    String uri() {
        return uri;
    }

    /** Adds a listener and sees to it that there is a connection for it to hear from. */
    void listen(Listener listener) {
        listeners.add(listener);
        events.execute(() -> reconnect(1));
    }

    void forget(Listener listener) {
        listeners.remove(listener);
    }

    /**
     * Does something with the connection and waits for it, also when the caller is interrupted: what libvirt was asked
     * to do it does, and the caller has to know what came of it.
     *
     * @throws LibvirtFault when libvirt answers that it does not
     */
    <T> T call(Call<T> call) throws LibvirtFault {
        Future<T> answer = calls.submit(() -> onOwnThread(call));
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw translated(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException translated(@Nullable Throwable cause) throws LibvirtFault {
        switch (cause) {
            case LibvirtFault fault -> throw fault;
            case RuntimeException fault -> throw fault;
            case Error fault -> throw fault;
            case null, default -> throw new IllegalStateException(cause);
        }
    }

    private <T> T onOwnThread(Call<T> call) throws LibvirtFault {
        Connection connection = connection();
        try {
            return call.with(connection);
        } catch (LibvirtException e) {
            if (isLost(connection)) {
                discard(connection);
                throw unavailable(said(e), e);
            }
            throw LibvirtFault.from(e);
        } catch (LibvirtFault e) {
            if (isLost(connection)) {
                discard(connection);
                throw unavailable(e.said(), e);
            }
            throw e;
        }
    }

    private Connection connection() {
        @Nullable Connection connection = current.get();
        if (connection != null && !isLost(connection)) {
            return connection;
        }
        synchronized (connecting) {
            connection = current.get();
            if (connection != null && !isLost(connection)) {
                return connection;
            }
            if (connection != null) {
                discard(connection);
            }
            if (closed) {
                throw unavailable("the daemon is stopping", null);
            }
            Connection fresh = open();
            current.set(fresh);
            events.execute(() -> listeners.forEach(Listener::connected));
            return fresh;
        }
    }

    private Connection open() {
        try {
            LibvirtEvents.start();
            Connection fresh = new Connection(uri);
            fresh.addLifecycleListener((domain, event) -> {
                domainChanged(domain);
                return 0;
            });
            watchOver(fresh);
            return fresh;
        } catch (LibvirtException e) {
            throw unavailable(said(e), e);
        } catch (LinkageError e) {
            throw new HypervisorUnavailable(
                    "Tried to use libvirt but failed because its client library is not installed. On Debian it is in the package libvirt0; or start the daemon with -hypervisor simulated.",
                    e);
        }
    }

    /** The test driver and others without a wire have neither keep-alive nor a close callback, and need none. */
    private void watchOver(Connection fresh) {
        try {
            fresh.registerCloseListener((connect, reason) -> {
                LOG.infof("The connection to libvirt at %s was closed (%s)", uri, reason);
                if (!closed) {
                    events.execute(() -> reconnect(1));
                }
            });
            fresh.setKeepAlive(5, 3);
        } catch (LibvirtException e) {
            LOG.debugf("libvirt at %s is not watched over: %s", uri, said(e));
        }
    }

    private void domainChanged(org.libvirt.Domain domain) {
        try {
            MachineId.parse(domain.getUUIDString())
                    .ifPresent(id -> events.execute(() -> listeners.forEach(listener -> listener.domainChanged(id))));
        } catch (LibvirtException e) {
            LOG.warnf("An event of libvirt names no domain: %s", said(e));
        }
    }

    private void reconnect(long pauseSeconds) {
        if (closed) {
            return;
        }
        try {
            calls.submit(this::connection).get();
        } catch (ExecutionException e) {
            LOG.debugf("libvirt at %s is still not there: %s", uri, e.getCause());
            long next = Math.min(pauseSeconds * 2, LONGEST_PAUSE_SECONDS);
            events.schedule(() -> reconnect(next), pauseSeconds, TimeUnit.SECONDS)
                    .isDone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isLost(Connection connection) {
        try {
            return !connection.isAlive();
        } catch (LibvirtException e) {
            return true;
        }
    }

    private void discard(Connection connection) {
        synchronized (connecting) {
            current.compareAndSet(connection, null);
            try {
                connection.close();
            } catch (LibvirtException e) {
                LOG.debugf("The lost connection to libvirt could not be closed: %s", said(e));
            }
        }
    }

    private HypervisorUnavailable unavailable(String reason, @Nullable Exception cause) {
        String message =
                "Tried to reach libvirt at %s but failed because %s. Start it with \"systemctl start libvirtd\" (Debian: package libvirt-daemon-system), or start the daemon with -hypervisor simulated."
                        .formatted(uri, reason);
        return cause == null ? new HypervisorUnavailable(message) : new HypervisorUnavailable(message, cause);
    }

    /** libvirt's words without its full stop, for the middle of a sentence. */
    static String said(LibvirtException fault) {
        @Nullable
        String message =
                fault.getError() == null ? fault.getMessage() : fault.getError().getMessage();
        return message == null ? "libvirt gave no reason" : message;
    }

    @Override
    public void close() {
        closed = true;
        events.shutdownNow();
        @Nullable Connection connection = current.get();
        if (connection != null) {
            discard(connection);
        }
        calls.shutdown();
    }

    /** libvirt's event loop and error handler, once for the process. */
    private static final class LibvirtEvents {
        /** Kept here because the native side keeps only its address. */
        private static final Libvirt.VirErrorCallback ERRORS =
                (data, error) -> LOG.debugf("libvirt: %s", error.message);

        private static boolean started;

        private LibvirtEvents() {}

        static synchronized void start() throws LibvirtException {
            if (started) {
                return;
            }
            // Without a handler libvirt writes every error to stderr, also those that are expected.
            Connect.setErrorCallback(ERRORS);
            org.libvirt.Library.initEventLoop();
            Thread.ofPlatform().daemon().name("libvirt-event-loop").start(LibvirtEvents::run);
            started = true;
        }

        private static void run() {
            while (true) {
                try {
                    org.libvirt.Library.processEvent();
                } catch (LibvirtException e) {
                    LOG.warnf("libvirt's event loop reports: %s", said(e));
                }
            }
        }
    }
}
