package io.vmregistry.daemon.grpc;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server on a real Unix socket, and a client of it. */
final class LocalDaemon implements AutoCloseable {

    private final DaemonServer server;
    private final EventLoopGroup group = new EpollEventLoopGroup(1);
    private final ManagedChannel channel;

    LocalDaemon(Path socket, BindableService service) {
        server = DaemonServer.start(
                List.of(new ListenAddress.UnixSocket(socket, Optional.empty())), service, Duration.ofSeconds(5));
        channel = channelTo(socket);
    }

    /** Returns when no call is in progress any more. */
    void stopServing() {
        server.close();
    }

    ManagedChannel channel() {
        return channel;
    }

    ManagedChannel channelTo(Path socket) {
        return NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                .eventLoopGroup(group)
                .channelType(EpollDomainSocketChannel.class)
                .overrideAuthority("localhost")
                .usePlaintext()
                .build();
    }

    @Override
    public void close() throws InterruptedException {
        channel.shutdownNow();
        channel.awaitTermination(5, TimeUnit.SECONDS);
        server.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }
}
