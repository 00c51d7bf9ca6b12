package io.vmregistry.client.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.vmregistry.client.ClientException;
import io.vmregistry.proto.v1.DaemonInfoResponse;
import io.vmregistry.proto.v1.Empty;
import io.vmregistry.proto.v1.ListLocalImagesResponse;
import io.vmregistry.proto.v1.VMServiceGrpc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonClientTest {

    @TempDir
    Path directory;

    @Test
    void callsADaemonOverItsSocket() throws IOException {
        Path socket = directory.resolve("d.sock");
        EventLoopGroup group = new EpollEventLoopGroup(1);
        Server server = serve(socket, group);
        try (DaemonClient client = DaemonClient.of(new DaemonAddress.Unix(socket))) {
            assertThat(client.calls().daemonInfo(Empty.getDefaultInstance()).getVersion())
                    .isEqualTo("fake");
            StatusRuntimeException answered = refused(client);
            assertThat(answered.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(client.unreachable(answered.getStatus())).isEmpty();
        } finally {
            server.shutdownNow();
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }

    @Test
    void aSocketThatIsNotThereIsAnUnreachableDaemon() {
        try (DaemonClient client = DaemonClient.of(new DaemonAddress.Unix(directory.resolve("none.sock")))) {
            StatusRuntimeException fault = refused(client);

            assertThat(client.unreachable(fault.getStatus()))
                    .hasValueSatisfying(unreachable -> assertThat(unreachable)
                            .hasMessageContaining("none.sock")
                            .hasMessageContaining("there is no such socket"));
        }
    }

    @Test
    void aNetworkNeedsCertificatesAndSshComesLater() {
        assertThatThrownBy(() -> DaemonClient.of(new DaemonAddress.Tcp("h", 1)))
                .isInstanceOf(ClientException.ConfigurationFault.class);
        assertThatThrownBy(() -> DaemonClient.of(new DaemonAddress.Ssh("root@h")))
                .isInstanceOf(ClientException.UnsupportedAddress.class)
                .hasMessageContaining("SSH");
    }

    @Test
    void readsTheThreeKindsOfAddress() {
        assertThat(DaemonAddress.parse("unix:///run/a.sock")).contains(new DaemonAddress.Unix(Path.of("/run/a.sock")));
        assertThat(DaemonAddress.parse("/run/a.sock")).contains(new DaemonAddress.Unix(Path.of("/run/a.sock")));
        assertThat(DaemonAddress.parse("tcp://host:7443")).contains(new DaemonAddress.Tcp("host", 7443));
        assertThat(DaemonAddress.parse("ssh://root@host")).contains(new DaemonAddress.Ssh("root@host"));
        assertThat(DaemonAddress.parse("tcp://host")).isEmpty();
        assertThat(DaemonAddress.parse("unix://relative")).isEmpty();
        assertThat(DaemonAddress.parse("http://host:1")).isEmpty();
        assertThat(DaemonAddress.parse("")).isEmpty();
    }

    private static StatusRuntimeException refused(DaemonClient client) {
        try {
            client.calls().listLocalImages(Empty.getDefaultInstance());
        } catch (StatusRuntimeException e) {
            return e;
        }
        throw new AssertionError("the call was answered");
    }

    private static Server serve(Path socket, EventLoopGroup group) throws IOException {
        return NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(group)
                .workerEventLoopGroup(group)
                .addService(new VMServiceGrpc.VMServiceImplBase() {
                    @Override
                    public void daemonInfo(Empty request, StreamObserver<DaemonInfoResponse> responses) {
                        responses.onNext(DaemonInfoResponse.newBuilder()
                                .setVersion("fake")
                                .build());
                        responses.onCompleted();
                    }

                    @Override
                    public void listLocalImages(Empty request, StreamObserver<ListLocalImagesResponse> responses) {
                        responses.onError(Status.UNAVAILABLE
                                .withDescription("the store is full")
                                .asRuntimeException());
                    }
                })
                .build()
                .start();
    }
}
