package io.vmregistry.client.daemon;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vmregistry.client.ClientException;
import io.vmregistry.client.http.HttpAddress;
import io.vmregistry.proto.v1.Empty;
import io.vmregistry.proto.v1.HealthCheckResponse;
import io.vmregistry.proto.v1.VMServiceGrpc;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * One daemon. Connecting costs nothing until the first call, and that one says whether somebody is there: what a call
 * throws goes through {@link #unreachable}.
 */
public final class DaemonClient implements AutoCloseable {

    private static final int FLOW_CONTROL_WINDOW = 8 << 20;
    private static final int MAX_INBOUND_MESSAGE = 16 << 20;

    private final DaemonAddress address;
    private final ManagedChannel channel;
    private final EventLoopGroup eventLoop;

    private DaemonClient(DaemonAddress address, ManagedChannel channel, EventLoopGroup eventLoop) {
        this.address = address;
        this.channel = channel;
        this.eventLoop = eventLoop;
    }

    /**
     * A client of the daemon at an address that needs no certificates.
     *
     * @throws ClientException.UnsupportedAddress for {@link DaemonAddress.Ssh}
     * @throws ClientException.DaemonUnreachable where the native library for sockets cannot be loaded
     * @throws ClientException.ConfigurationFault for {@link DaemonAddress.Tcp}
     */
    public static DaemonClient of(DaemonAddress address) {
        return switch (address) {
            case DaemonAddress.Unix(Path socket) -> overSocket(address, socket);
            case DaemonAddress.Tcp tcp ->
                throw new ClientException.ConfigurationFault(
                        "reach the daemon at " + tcp,
                        "a daemon on a network is spoken to with certificates, and none are given",
                        "Name them: vmr context create NAME --host " + tcp
                                + " --tls-ca FILE --tls-cert FILE --tls-key FILE.");
            case DaemonAddress.Ssh ssh ->
                throw new ClientException.UnsupportedAddress(
                        ssh.toString(),
                        "this version does not speak to daemons over SSH yet",
                        "Use tcp:// with certificates, or forward the socket: ssh -L /tmp/vmr.sock:/var/run/vm-registry.sock "
                                + ssh.destination() + ", then --host unix:///tmp/vmr.sock.");
        };
    }

    /**
     * As {@link #of(DaemonAddress)}, with certificates for an address that needs them.
     *
     * @throws ClientException.ConfigurationFault when the TLS files are missing or no good
     */
    public static DaemonClient of(DaemonAddress address, DaemonTls tls) {
        return address instanceof DaemonAddress.Tcp(String host, int port)
                ? overTls(address, host, port, tls)
                : of(address);
    }

    private static DaemonClient overSocket(DaemonAddress address, Path socket) {
        if (!Epoll.isAvailable()) {
            throw new ClientException.DaemonUnreachable(
                    address.toString(),
                    "the native library for sockets cannot be loaded: " + innermost(Epoll.unavailabilityCause()),
                    "Make room in the folder for temporary files, or name another: "
                            + "VM_REGISTRY_JAVA_OPTS=-Djava.io.tmpdir=FOLDER.");
        }
        EventLoopGroup eventLoop = new EpollEventLoopGroup(1, new DefaultThreadFactory("daemon-client", true));
        ManagedChannel channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class)
                .eventLoopGroup(eventLoop)
                .overrideAuthority("localhost")
                .usePlaintext()
                .flowControlWindow(FLOW_CONTROL_WINDOW)
                .maxInboundMessageSize(MAX_INBOUND_MESSAGE)
                .build();
        return new DaemonClient(address, channel, eventLoop);
    }

    private static DaemonClient overTls(DaemonAddress address, String host, int port, DaemonTls tls) {
        EventLoopGroup eventLoop = new NioEventLoopGroup(1, new DefaultThreadFactory("daemon-client", true));
        try {
            ManagedChannel channel = NettyChannelBuilder.forAddress(host, port)
                    .channelType(NioSocketChannel.class)
                    .eventLoopGroup(eventLoop)
                    .sslContext(GrpcSslContexts.forClient()
                            .trustManager(tls.authority().toFile())
                            .keyManager(tls.certificate().toFile(), tls.key().toFile())
                            .build())
                    .flowControlWindow(FLOW_CONTROL_WINDOW)
                    .maxInboundMessageSize(MAX_INBOUND_MESSAGE)
                    .keepAliveTime(30, TimeUnit.SECONDS)
                    .build();
            return new DaemonClient(address, channel, eventLoop);
        } catch (SSLException | IllegalArgumentException e) {
            var _ = eventLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new ClientException.ConfigurationFault(
                    "reach the daemon at " + address,
                    "its certificates cannot be used: " + e.getMessage(),
                    "Check the files of the context.",
                    e);
        }
    }

    public DaemonAddress address() {
        return address;
    }

    public VMServiceGrpc.VMServiceBlockingStub calls() {
        return VMServiceGrpc.newBlockingStub(channel);
    }

    /**
     * {@code repository:tag} of every image that the daemon has, for who offers names and needs no certainty.
     *
     * @return empty when the daemon does not answer in time, or refuses to
     */
    public Optional<List<String>> imageNames(Duration patience) {
        try {
            return Optional.of(calls()
                    .withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .listLocalImages(Empty.getDefaultInstance())
                    .getImagesList()
                    .stream()
                    .filter(image -> !image.getTag().isEmpty())
                    .map(image -> image.getRepository() + ":" + image.getTag())
                    .sorted()
                    .toList());
        } catch (StatusRuntimeException e) {
            return Optional.empty();
        }
    }

    /** The servers that a daemon works with, as far as it was told of them. */
    public record Servers(Optional<URI> registry, Optional<URI> auth) {}

    /**
     * As {@link #imageNames}, the servers of the daemon.
     *
     * @return empty when the daemon does not answer in time, or refuses to
     */
    public Optional<Servers> servers(Duration patience) {
        try {
            HealthCheckResponse health = calls().withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .healthCheck(Empty.getDefaultInstance());
            return Optional.of(new Servers(
                    HttpAddress.parse(health.getRegistry().getUrl()),
                    HttpAddress.parse(health.getAuth().getUrl())));
        } catch (StatusRuntimeException e) {
            return Optional.empty();
        }
    }

    /** For calls that stream to the daemon. */
    public VMServiceGrpc.VMServiceStub streams() {
        return VMServiceGrpc.newStub(channel);
    }

    /**
     * The fault that a failed call means when no daemon was there to answer it; empty when the daemon itself said no,
     * also when it said UNAVAILABLE for a server behind it.
     */
    public Optional<ClientException.DaemonUnreachable> unreachable(Status status) {
        boolean answered = status.getCause() == null && channel.getState(false) == ConnectivityState.READY;
        if (!brokeOff(status) && (status.getCode() != Status.Code.UNAVAILABLE || answered)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (address) {
                    case DaemonAddress.Unix(Path socket) -> overSocket(socket, status);
                    case DaemonAddress.Tcp tcp ->
                        unreachable(
                                reason(status),
                                "Check the address, the certificates and that the daemon listens there.");
                    case DaemonAddress.Ssh ssh -> unreachable(reason(status), "");
                });
    }

    private ClientException.DaemonUnreachable overSocket(Path socket, Status status) {
        if (!Files.exists(socket)) {
            return unreachable(
                    "there is no such socket", "Start vm-registry-daemon, or name another daemon with --host.");
        }
        if (!Files.isWritable(socket)) {
            return unreachable(
                    "your user may not open the socket", "Join the group that owns it, or ask root to add you to it.");
        }
        return unreachable(reason(status), "See whether vm-registry-daemon still runs, and what it logged.");
    }

    private ClientException.DaemonUnreachable unreachable(String because, String hint) {
        return new ClientException.DaemonUnreachable(address.toString(), because, hint);
    }

    /**
     * Whether the connection was there and broke: closed, reset, or a broken pipe. A message that was being written then
     * fails with UNKNOWN, which no daemon answers.
     */
    private static boolean brokeOff(Status status) {
        Throwable cause = status.getCause();
        return cause instanceof IOException && !(cause instanceof ConnectException) && !(cause instanceof SSLException);
    }

    private static String reason(Status status) {
        if (brokeOff(status)) {
            return "the connection broke";
        }
        return Optional.ofNullable(status.getCause())
                .map(DaemonClient::innermost)
                .or(() -> Optional.ofNullable(status.getDescription()))
                .orElse("the connection broke");
    }

    private static String innermost(Throwable fault) {
        Throwable innermost = fault;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return Optional.ofNullable(innermost.getMessage())
                .orElse(innermost.getClass().getSimpleName());
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        channel.shutdownNow();
        var _ = eventLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }
}
