package io.vmregistry.daemon.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.vmregistry.daemon.StartRefusedException;
import io.vmregistry.proto.v1.ComponentHealth;
import io.vmregistry.proto.v1.Empty;
import io.vmregistry.proto.v1.HealthCheckResponse;
import io.vmregistry.proto.v1.PullImageEvent;
import io.vmregistry.proto.v1.PullImageRequest;
import io.vmregistry.proto.v1.VMServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonServerTest {

    @TempDir
    Path directory;

    @Test
    void publishesASocketForOwnerAndGroupOnly() throws Exception {
        Path socket = directory.resolve("vm.sock");
        try (LocalDaemon daemon = new LocalDaemon(socket, new Behaving())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-rw----");
            assertThat(directory.resolve("vm.sock.tmp")).doesNotExist();
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void refusesToTakeASocketThatALivingDaemonUses() throws Exception {
        Path socket = directory.resolve("vm.sock");
        try (LocalDaemon daemon = new LocalDaemon(socket, new Behaving())) {
            assertThatThrownBy(() -> start(socket))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("another vm-registry-daemon (pid "
                            + ProcessHandle.current().pid() + ")");
            VMServiceGrpc.newBlockingStub(daemon.channel()).healthCheck(Empty.getDefaultInstance());
        }
        start(socket).close();
    }

    @Test
    void replacesTheSocketOfADaemonThatDied() throws Exception {
        Path socket = directory.resolve("vm.sock");
        Path dead = directory.resolve("dead.sock");
        try (var abandoned = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            abandoned.bind(java.net.UnixDomainSocketAddress.of(dead));
        }
        Files.move(dead, socket);
        try (LocalDaemon daemon = new LocalDaemon(socket, new Behaving())) {
            VMServiceGrpc.newBlockingStub(daemon.channel()).healthCheck(Empty.getDefaultInstance());
        }
    }

    @Test
    void neverReplacesAFileThatIsNoSocket() throws Exception {
        Path file = Files.writeString(directory.resolve("precious"), "data");
        assertThatThrownBy(() -> start(file)).hasMessageContaining("not a socket");
        assertThat(file).hasContent("data");
    }

    @Test
    void refusesAPathThatTheKernelWouldCut() {
        Path file = directory.resolve("x".repeat(120));
        assertThatThrownBy(() -> start(file)).hasMessageContaining("longer than 103 bytes");
    }

    @Test
    void refusesAnUnknownGroup() {
        Path file = directory.resolve("vm.sock");
        assertThatThrownBy(() -> DaemonServer.start(
                        List.of(new ListenAddress.UnixSocket(file, Optional.of("no-such-group"))),
                        new Behaving(),
                        Duration.ofSeconds(1)))
                .hasMessageContaining("no-such-group");
        assertThat(file).doesNotExist();
    }

    @Test
    void saysWhatToUseInsteadOfWhatIsNotBuilt() throws Exception {
        try (LocalDaemon daemon = new LocalDaemon(directory.resolve("vm.sock"), new Behaving())) {
            assertThatThrownBy(() ->
                            VMServiceGrpc.newBlockingStub(daemon.channel()).contextList(Empty.getDefaultInstance()))
                    .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
                        assertThat(e.getStatus().getDescription()).contains("vmr context ls");
                    });
        }
    }

    @Test
    void neverAnswersUnknown() throws Exception {
        try (LocalDaemon daemon = new LocalDaemon(directory.resolve("vm.sock"), new Failing())) {
            var stub = VMServiceGrpc.newBlockingStub(daemon.channel());
            assertThatThrownBy(() -> stub.healthCheck(Empty.getDefaultInstance()))
                    .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
                        assertThat(e.getStatus().getDescription())
                                .contains("incident")
                                .doesNotContain("secret");
                    });
            assertThatThrownBy(() -> stub.listLocalImages(Empty.getDefaultInstance()))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL));
            assertThatThrownBy(() -> stub.withDeadlineAfter(Duration.ofSeconds(20))
                            .pullImageStream(PullImageRequest.getDefaultInstance())
                            .next())
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL));
        }
    }

    @Test
    void answersAMalformedMessageWithAStatusOfTheProtocol() throws Exception {
        try (LocalDaemon daemon = new LocalDaemon(directory.resolve("vm.sock"), new Behaving())) {
            MethodDescriptor<byte[], byte[]> raw = MethodDescriptor.newBuilder(new Bytes(), new Bytes())
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName(VMServiceGrpc.getHealthCheckMethod().getFullMethodName())
                    .build();
            assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(
                            daemon.channel(), raw, CallOptions.DEFAULT, new byte[] {(byte) 0xff, 1, 2}))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getCode()).isNotEqualTo(Status.Code.UNKNOWN));
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] bytes) {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void learnsFromTheKernelWhoCalls() throws Exception {
        try (LocalDaemon daemon = new LocalDaemon(directory.resolve("vm.sock"), new Behaving())) {
            HealthCheckResponse health =
                    VMServiceGrpc.newBlockingStub(daemon.channel()).healthCheck(Empty.getDefaultInstance());
            assertThat(health.getDaemon().getMessage())
                    .contains("pid=" + ProcessHandle.current().pid());
        }
    }

    @Test
    void listsItsServicesByReflection() throws Exception {
        try (LocalDaemon daemon = new LocalDaemon(directory.resolve("vm.sock"), new Behaving())) {
            CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
            StreamObserver<ServerReflectionRequest> requests = ServerReflectionGrpc.newStub(daemon.channel())
                    .serverReflectionInfo(new StreamObserver<>() {
                        @Override
                        public void onNext(ServerReflectionResponse response) {
                            answer.complete(response);
                        }

                        @Override
                        public void onError(Throwable fault) {
                            answer.completeExceptionally(fault);
                        }

                        @Override
                        public void onCompleted() {}
                    });
            requests.onNext(
                    ServerReflectionRequest.newBuilder().setListServices("").build());
            assertThat(answer.get().getListServicesResponse().getServiceList())
                    .anyMatch(service -> service.getName().equals("vmregistry.v1.VMService"));
            requests.onCompleted();
        }
    }

    private static DaemonServer start(Path socket) {
        return DaemonServer.start(
                List.of(new ListenAddress.UnixSocket(socket, Optional.empty())), new Behaving(), Duration.ofSeconds(1));
    }

    private static final class Behaving extends VMServiceGrpc.VMServiceImplBase {
        @Override
        public void healthCheck(Empty request, StreamObserver<HealthCheckResponse> responses) {
            Answers.answer(
                    responses,
                    () -> HealthCheckResponse.newBuilder()
                            .setDaemon(ComponentHealth.newBuilder()
                                    .setMessage(Caller.CURRENT.get().toString()))
                            .build());
        }
    }

    private static final class Failing extends VMServiceGrpc.VMServiceImplBase {
        @Override
        public void healthCheck(Empty request, StreamObserver<HealthCheckResponse> responses) {
            throw new IllegalStateException("secret");
        }

        @Override
        public void listLocalImages(
                Empty request, StreamObserver<io.vmregistry.proto.v1.ListLocalImagesResponse> responses) {
            responses.onError(new IllegalStateException("secret"));
        }

        @Override
        public void pullImageStream(PullImageRequest request, StreamObserver<PullImageEvent> responses) {
            Answers.stream(responses, events -> {
                throw new StackOverflowError("secret");
            });
        }
    }
}
