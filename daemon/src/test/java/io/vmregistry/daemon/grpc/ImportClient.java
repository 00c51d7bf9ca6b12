package io.vmregistry.daemon.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.vmregistry.daemon.image.Disks;
import io.vmregistry.proto.v1.ImportImageMetadata;
import io.vmregistry.proto.v1.ImportImageResponse;
import io.vmregistry.proto.v1.ImportImageStreamRequest;
import io.vmregistry.proto.v1.VMServiceGrpc;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** A streaming client of an import, which sends no faster than the daemon takes. */
final class ImportClient implements ClientResponseObserver<ImportImageStreamRequest, ImportImageResponse> {

    final CompletableFuture<ImportImageResponse> answer = new CompletableFuture<>();
    private final Semaphore changed = new Semaphore(0);
    private ClientCallStreamObserver<ImportImageStreamRequest> requests;

    static ImportClient begin(ManagedChannel channel) {
        ImportClient client = new ImportClient();
        VMServiceGrpc.newStub(channel).importImageStream(client);
        return client;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ImportImageStreamRequest> call) {
        requests = call;
        call.setOnReadyHandler(changed::release);
    }

    void metadata(ImportImageMetadata metadata) {
        send(ImportImageStreamRequest.newBuilder().setMetadata(metadata).build());
    }

    void chunk(byte[] bytes, int from, int length) {
        ByteString chunk = UnsafeByteOperations.unsafeWrap(bytes, from, length);
        send(ImportImageStreamRequest.newBuilder().setChunk(chunk).build());
    }

    void disk(byte[] disk, int chunkSize) {
        for (int at = 0; at < disk.length; at += chunkSize) {
            chunk(disk, at, Math.min(chunkSize, disk.length - at));
        }
    }

    private void send(ImportImageStreamRequest request) {
        while (!requests.isReady() && !answer.isDone()) {
            changed.acquireUninterruptibly();
        }
        if (!answer.isDone()) {
            requests.onNext(request);
        }
    }

    ImportImageResponse finish() throws Exception {
        if (!answer.isDone()) {
            requests.onCompleted();
        }
        return answer.get();
    }

    void cancel() {
        requests.cancel("the user pressed Ctrl-C", null);
    }

    @Override
    public void onNext(ImportImageResponse response) {
        answer.complete(response);
    }

    @Override
    public void onError(Throwable fault) {
        answer.completeExceptionally(fault);
        changed.release();
    }

    @Override
    public void onCompleted() {
        changed.release();
    }

    /** By hand: SOCKET FILE FORMAT NAME. Prints how long an import took. */
    public static void main(String[] args) throws Exception {
        EventLoopGroup group = new EpollEventLoopGroup(1);
        ManagedChannel channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(args[0]))
                .eventLoopGroup(group)
                .channelType(EpollDomainSocketChannel.class)
                .overrideAuthority("localhost")
                .usePlaintext()
                .flowControlWindow(8 << 20)
                .build();
        long start = System.nanoTime();
        ImportClient client = begin(channel);
        client.metadata(ImportImageMetadata.newBuilder()
                .setVmfile(Disks.vmfile(args[3], args[2]))
                .setDiskSize(Files.size(Path.of(args[1])))
                .build());
        try (InputStream in = Files.newInputStream(Path.of(args[1]))) {
            for (byte[] chunk = in.readNBytes(1 << 20); chunk.length > 0; chunk = in.readNBytes(1 << 20)) {
                client.chunk(chunk, 0, chunk.length);
            }
        }
        ImportImageResponse response = client.finish();
        System.out.printf("%.2f s %s%n", (System.nanoTime() - start) / 1e9, response.getDiskDigest());
        channel.shutdownNow();
        group.shutdownGracefully();
    }
}
