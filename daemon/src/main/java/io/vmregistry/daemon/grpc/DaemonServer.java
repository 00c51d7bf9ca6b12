package io.vmregistry.daemon.grpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ssl.ClientAuth;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vmregistry.daemon.StartRefusedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The daemon's listeners: grpc-java's Netty servers on epoll, each call on a virtual thread of its own
 * (docs/adr/0006-daemon-transport.md). All addresses serve the same service; closing lets calls in progress finish.
 */
public final class DaemonServer implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DaemonServer.class);

    /** What a sender may have in flight. Smaller windows make a disk's stream wait for the reader. */
    private static final int FLOW_CONTROL_WINDOW = 8 << 20;

    private final Duration stopTimeout;
    private final ExecutorService calls;
    private final EventLoopGroup acceptor;
    private final EventLoopGroup connections;
    private final List<Server> servers = new ArrayList<>();
    private final List<SocketFile> sockets = new ArrayList<>();

    private DaemonServer(Duration stopTimeout) {
        this.stopTimeout = stopTimeout;
        this.calls = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("rpc-", 0).factory());
        this.acceptor = new EpollEventLoopGroup(1, new DefaultThreadFactory("grpc-acceptor", true));
        this.connections = new EpollEventLoopGroup(2, new DefaultThreadFactory("grpc-connection", true));
    }

    /**
     * Listens on every address, or on none.
     *
     * @throws StartRefusedException when an address cannot be had
     */
    public static DaemonServer start(List<ListenAddress> addresses, BindableService service, Duration stopTimeout) {
        if (!Epoll.isAvailable()) {
            throw new StartRefusedException(
                    "Tried to listen but failed because the native library for it cannot be loaded: %s. Make room in the folder for temporary files, or name another: VM_REGISTRY_JAVA_OPTS=-Djava.io.tmpdir=FOLDER."
                            .formatted(innermost(Epoll.unavailabilityCause())),
                    Epoll.unavailabilityCause());
        }
        DaemonServer server = new DaemonServer(stopTimeout);
        try {
            ServerServiceDefinition definition = guarded(service);
            addresses.forEach(address -> server.listen(address, definition));
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static String innermost(Throwable fault) {
        Throwable innermost = fault;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }

    /** Messages are parsed inside of the fault translation: one that is malformed is no UNKNOWN either. */
    private static ServerServiceDefinition guarded(BindableService service) {
        ServerServiceDefinition answering =
                ServerInterceptors.intercept(service, new UnbuiltRpcs(), new CallerRecognition());
        return ServerInterceptors.intercept(
                ServerInterceptors.useInputStreamMessages(answering),
                new CallerRoles(),
                new FaultTranslation(),
                new CallLog());
    }

    private void listen(ListenAddress address, ServerServiceDefinition service) {
        switch (address) {
            case ListenAddress.UnixSocket unix -> listen(unix, service);
            case ListenAddress.MutualTls tls -> listen(tls, service);
        }
        LOG.infof("Listening on %s", address);
    }

    private void listen(ListenAddress.UnixSocket address, ServerServiceDefinition service) {
        SocketFile socket = SocketFile.acquire(address);
        sockets.add(socket);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new DomainSocketAddress(socket.bindPath().toString()))
                .channelType(EpollServerDomainSocketChannel.class)
                .protocolNegotiator(new PeerCredentialsNegotiator());
        start(address, builder, service);
        socket.publish();
    }

    private void listen(ListenAddress.MutualTls address, ServerServiceDefinition service) {
        try {
            NettyServerBuilder builder = NettyServerBuilder.forAddress(address.address())
                    .channelType(EpollServerSocketChannel.class)
                    .sslContext(GrpcSslContexts.forServer(
                                    address.certificate().toFile(),
                                    address.key().toFile())
                            .trustManager(address.clientAuthorities().toFile())
                            .clientAuth(ClientAuth.REQUIRE)
                            .build());
            start(address, builder, service);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartRefusedException(
                    "Tried to listen on %s but failed because its TLS files cannot be used: %s. Check -tls-cert, -tls-key (PKCS8) and -tls-client-ca."
                            .formatted(address, e.getMessage()),
                    e);
        }
    }

    private void start(ListenAddress address, NettyServerBuilder builder, ServerServiceDefinition service) {
        Server server = builder.bossEventLoopGroup(acceptor)
                .workerEventLoopGroup(connections)
                .executor(calls)
                .flowControlWindow(FLOW_CONTROL_WINDOW)
                .maxInboundMessageSize(MessageLimit.bytes())
                .addService(service)
                .addService(ServerInterceptors.intercept(ProtoReflectionServiceV1.newInstance(), new CallerRoles()))
                .build();
        try {
            servers.add(server.start());
        } catch (IOException e) {
            throw new StartRefusedException(
                    "Tried to listen on %s but failed because %s. Free the address or choose another."
                            .formatted(
                                    address,
                                    Optional.ofNullable(e.getCause()).orElse(e).getMessage()),
                    e);
        }
    }

    /** The port of the TCP listener; for one that was asked to take any. */
    public int tcpPort() {
        return servers.stream()
                .flatMap(server -> server.getListenSockets().stream())
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no TCP listener"))
                .getPort();
    }

    /** Takes no new calls, lets those in progress finish within the stop timeout, then ends them. */
    @Override
    public void close() {
        servers.forEach(Server::shutdown);
        long deadline = System.nanoTime() + stopTimeout.toNanos();
        for (Server server : servers) {
            if (!awaitTermination(server, deadline - System.nanoTime())) {
                LOG.warnf("Calls were still running %s after the stop; ending them", stopTimeout);
                server.shutdownNow();
                awaitTermination(server, TimeUnit.SECONDS.toNanos(5));
            }
        }
        sockets.forEach(SocketFile::close);
        awaitCleanUp();
        acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        connections.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    /** A call that was ended still drops what it had begun. */
    private void awaitCleanUp() {
        calls.shutdown();
        try {
            if (!calls.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("A call that was ended is still cleaning up; what it leaves is dropped at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean awaitTermination(Server server, long nanos) {
        try {
            return server.awaitTermination(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
