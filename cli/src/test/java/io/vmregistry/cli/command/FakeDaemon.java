package io.vmregistry.cli.command;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.vmregistry.proto.v1.*;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A daemon over a real Unix socket, that answers what the tests expect and refuses when it is told to. */
final class FakeDaemon extends VMServiceGrpc.VMServiceImplBase implements AutoCloseable {

    private final EventLoopGroup group = new EpollEventLoopGroup(1);
    private final Server server;

    volatile Optional<StatusRuntimeException> refusal = Optional.empty();
    volatile boolean loggedIn = true;
    final List<Object> requests = new CopyOnWriteArrayList<>();
    final CountDownLatch importCancelled = new CountDownLatch(1);
    final CountDownLatch importBegun = new CountDownLatch(1);
    volatile boolean stallImport;
    volatile String importedDigest = "";
    final AtomicInteger largestChunk = new AtomicInteger();

    FakeDaemon(Path socket) throws IOException {
        server = NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(group)
                .workerEventLoopGroup(group)
                .addService(this)
                .build()
                .start();
    }

    void refuse(Status.Code code, String message) {
        refusal = Optional.of(Status.fromCode(code).withDescription(message).asRuntimeException());
    }

    void refuseWithDiagnostic() {
        Diagnostics details = Diagnostics.newBuilder()
                .addDiagnostics(Diagnostic.newBuilder()
                        .setCode("VMC014")
                        .setSeverity(Diagnostic.Severity.SEVERITY_ERROR)
                        .setFile("VMCompose")
                        .setStartLine(3)
                        .setStartColumn(5)
                        .setMessage("an address outside its subnet"))
                .build();
        refusal = Optional.of(StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(Status.Code.INVALID_ARGUMENT.value())
                .setMessage("1 error")
                .addDetails(com.google.protobuf.Any.pack(details))
                .build()));
    }

    private <T> void answer(StreamObserver<T> responses, Object request, T response) {
        requests.add(request);
        if (refusal.isPresent()) {
            responses.onError(refusal.get());
            return;
        }
        responses.onNext(response);
        responses.onCompleted();
    }

    @Override
    public void login(LoginRequest request, StreamObserver<LoginResponse> responses) {
        answer(
                responses,
                request,
                LoginResponse.newBuilder()
                        .setUsername(request.getUsername().isEmpty() ? "ada" : request.getUsername())
                        .setAccessToken("access-1")
                        .setRefreshToken("refresh-1")
                        .setExpiresIn(300)
                        .build());
        loggedIn = true;
    }

    @Override
    public void logout(LogoutRequest request, StreamObserver<LogoutResponse> responses) {
        answer(
                responses,
                request,
                LogoutResponse.newBuilder().setLoggedOut(true).build());
    }

    @Override
    public void register(RegisterRequest request, StreamObserver<RegisterResponse> responses) {
        answer(
                responses,
                request,
                RegisterResponse.newBuilder().setUsername(request.getUsername()).build());
    }

    @Override
    public void healthCheck(Empty request, StreamObserver<HealthCheckResponse> responses) {
        ComponentHealth ok = ComponentHealth.newBuilder()
                .setState(ComponentHealth.State.STATE_OK)
                .setVersion("1")
                .build();
        answer(
                responses,
                request,
                HealthCheckResponse.newBuilder()
                        .setDaemon(ok)
                        .setRegistry(ComponentHealth.newBuilder()
                                .setState(ComponentHealth.State.STATE_UNREACHABLE)
                                .setUrl("http://127.0.0.1:8080")
                                .setMessage("start it"))
                        .setAuth(ok)
                        .setHypervisor(ok)
                        .build());
    }

    @Override
    public void listLocalImages(Empty request, StreamObserver<ListLocalImagesResponse> responses) {
        answer(
                responses,
                request,
                ListLocalImagesResponse.newBuilder()
                        .addImages(LocalImage.newBuilder()
                                .setRepository("ada/debian")
                                .setTag("12")
                                .setDigest("sha256:" + "ab".repeat(32))
                                .setSize(151453696)
                                .setVirtualSize(10737418240L)
                                .setDiskFormat("qcow2")
                                .setCreated("2026-01-01T00:00:00Z")
                                .setDescription("a small Debian"))
                        .addImages(LocalImage.newBuilder()
                                .setRepository("ada/a-very-long-name-that-does-not-fit-into-a-column-of-a-table")
                                .setDigest("sha256:" + "cd".repeat(32))
                                .setSize(512)
                                .setDiskFormat("raw"))
                        .build());
    }

    @Override
    public void deleteImage(DeleteImageRequest request, StreamObserver<DeleteImageResponse> responses) {
        if (request.getImage().equals("none")) {
            responses.onError(
                    Status.NOT_FOUND.withDescription("there is no image none").asRuntimeException());
            return;
        }
        answer(
                responses,
                request,
                DeleteImageResponse.newBuilder()
                        .addUntagged(request.getImage())
                        .setFreedBytes(1024)
                        .build());
    }

    @Override
    public void pullImageStream(PullImageRequest request, StreamObserver<PullImageEvent> responses) {
        requests.add(request);
        if (!loggedIn) {
            responses.onError(
                    Status.UNAUTHENTICATED.withDescription("the session ended").asRuntimeException());
            return;
        }
        for (TransferProgress.Phase phase : List.of(
                TransferProgress.Phase.PHASE_TRANSFERRING,
                TransferProgress.Phase.PHASE_TRANSFERRING,
                TransferProgress.Phase.PHASE_DONE)) {
            responses.onNext(PullImageEvent.newBuilder()
                    .setProgress(TransferProgress.newBuilder()
                            .setItem("sha256:" + "ab".repeat(32))
                            .setPhase(phase)
                            .setTotalBytes(2048)
                            .setResumedBytes(1024))
                    .build());
        }
        responses.onNext(PullImageEvent.newBuilder()
                .setResult(PullImageResponse.newBuilder()
                        .setImage(request.getImage())
                        .setDigest("sha256:" + "ef".repeat(32))
                        .setTransferredBytes(1024))
                .build());
        responses.onCompleted();
    }

    @Override
    public void runVM(RunVMRequest request, StreamObserver<RunVMResponse> responses) {
        answer(
                responses,
                request,
                RunVMResponse.newBuilder()
                        .setVmId("1")
                        .setName(request.getVmName().isEmpty() ? "debian-1" : request.getVmName())
                        .setStatus("running")
                        .setBackend("simulated")
                        .addWarnings("no KVM here")
                        .build());
    }

    @Override
    public void inspectVM(InspectVMRequest request, StreamObserver<InspectVMResponse> responses) {
        answer(
                responses,
                request,
                InspectVMResponse.newBuilder()
                        .setVm(VMProcessInfo.newBuilder().setName("debian-1").setStatus("running"))
                        .build());
    }

    @Override
    public void stopVM(StopVMRequest request, StreamObserver<StopVMResponse> responses) {
        answer(
                responses,
                request,
                StopVMResponse.newBuilder().setStatus("stopped").setForced(true).build());
    }

    @Override
    public void vMLogs(VMLogsRequest request, StreamObserver<VMLogsChunk> responses) {
        VMLogsChunk chunk = VMLogsChunk.newBuilder()
                .setData(com.google.protobuf.ByteString.copyFromUtf8("login: \u001b[0m\n"))
                .build();
        if (request.getFollow()) {
            // A guest that never stops talking: it says more whenever what it said was taken.
            ServerCallStreamObserver<VMLogsChunk> call = (ServerCallStreamObserver<VMLogsChunk>) responses;
            call.setOnReadyHandler(() -> {
                while (call.isReady()) {
                    call.onNext(chunk);
                }
            });
            return;
        }
        answer(responses, request, chunk);
    }

    @Override
    public void composeUpStream(ComposeUpRequest request, StreamObserver<ComposeUpEvent> responses) {
        requests.add(request);
        if (refusal.isPresent()) {
            responses.onError(refusal.get());
            return;
        }
        responses.onNext(ComposeUpEvent.newBuilder()
                .setAction(ComposeAction.newBuilder()
                        .setKind(ComposeAction.Kind.KIND_CREATE)
                        .setSubject("service")
                        .setName("db")
                        .setState(ComposeAction.State.STATE_DONE))
                .build());
        responses.onNext(ComposeUpEvent.newBuilder()
                .setResult(ComposeUpResponse.newBuilder()
                        .setProject(request.getProject())
                        .addServices(ComposeServiceStatus.newBuilder()
                                .setService("db")
                                .setVmName("demo-db")
                                .setStatus("running")
                                .addIpAddresses("192.168.70.10")))
                .build());
        responses.onCompleted();
    }

    @Override
    public StreamObserver<ImportImageStreamRequest> importImageStream(StreamObserver<ImportImageResponse> responses) {
        ServerCallStreamObserver<ImportImageResponse> call = (ServerCallStreamObserver<ImportImageResponse>) responses;
        call.setOnCancelHandler(importCancelled::countDown);
        if (stallImport) {
            call.disableAutoRequest();
            call.request(1);
        }
        MessageDigest hash = sha256();
        return new StreamObserver<>() {
            private long received;

            @Override
            public void onNext(ImportImageStreamRequest request) {
                importBegun.countDown();
                if (request.hasMetadata()) {
                    requests.add(request.getMetadata());
                    return;
                }
                byte[] chunk = request.getChunk().toByteArray();
                largestChunk.accumulateAndGet(chunk.length, Math::max);
                received += chunk.length;
                hash.update(chunk);
            }

            @Override
            public void onError(Throwable fault) {}

            @Override
            public void onCompleted() {
                importedDigest = HexFormat.of().formatHex(hash.digest());
                answer(
                        responses,
                        "imported",
                        ImportImageResponse.newBuilder()
                                .setRepository("ada/debian")
                                .setDigest("sha256:" + "12".repeat(32))
                                .addTags("latest")
                                .setDiskSize(received)
                                .build());
            }
        };
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    <T> T last(Class<T> type) {
        return requests.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " was sent"));
    }

    @Override
    public void close() {
        server.shutdownNow();
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
