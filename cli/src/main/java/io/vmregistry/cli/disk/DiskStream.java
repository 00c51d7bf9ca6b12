package io.vmregistry.cli.disk;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.vmregistry.proto.v1.ImportImageMetadata;
import io.vmregistry.proto.v1.ImportImageResponse;
import io.vmregistry.proto.v1.ImportImageStreamRequest;
import io.vmregistry.proto.v1.VMServiceGrpc;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Streams a disk into {@code ImportImageStream}: chunks of 1 MiB, as fast as the daemon takes them and no faster, so that
 * a few of them are in memory, whatever the disk's size.
 */
public final class DiskStream {

    /** Bytes that gRPC may hold before it asks us to wait. */
    private static final int IN_FLIGHT = 4 << 20;

    private DiskStream() {}

    /**
     * Sends metadata and disk and waits for the daemon's answer. Interrupting the thread cancels the call, and the daemon
     * drops what it has.
     *
     * @param sent is told how many bytes were handed over so far
     * @throws io.grpc.StatusRuntimeException what the daemon answered instead
     * @throws DiskFaultException when the file cannot be read to its end; the call is cancelled then
     */
    public static ImportImageResponse send(
            VMServiceGrpc.VMServiceStub daemon, ImportImageMetadata metadata, FileChannel disk, LongConsumer sent)
            throws InterruptedException {
        Flow flow = new Flow();
        daemon.withOnReadyThreshold(IN_FLIGHT).importImageStream(flow);
        try (ReadAhead chunks = new ReadAhead(disk)) {
            flow.send(
                    ImportImageStreamRequest.newBuilder().setMetadata(metadata).build());
            long total = 0;
            for (Optional<byte[]> chunk = chunks.take(); chunk.isPresent(); chunk = chunks.take()) {
                if (!flow.send(request(chunk.get()))) {
                    return flow.answer();
                }
                total += chunk.get().length;
                sent.accept(total);
            }
            flow.complete();
            return flow.answer();
        } catch (IOException e) {
            flow.cancel("the disk cannot be read");
            throw new DiskFaultException("the disk cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            flow.cancel("interrupted");
            throw e;
        }
    }

    /** The chunk's array is not touched again by us, so gRPC may keep it without a copy. */
    private static ImportImageStreamRequest request(byte[] chunk) {
        ByteString bytes = UnsafeByteOperations.unsafeWrap(chunk);
        return ImportImageStreamRequest.newBuilder().setChunk(bytes).build();
    }

    /** The call's two directions: waits where gRPC only calls back. */
    private static final class Flow implements ClientResponseObserver<ImportImageStreamRequest, ImportImageResponse> {

        private final CompletableFuture<ImportImageResponse> answer = new CompletableFuture<>();
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private @Nullable ClientCallStreamObserver<ImportImageStreamRequest> call;

        @Override
        public void beforeStart(ClientCallStreamObserver<ImportImageStreamRequest> started) {
            call = started;
            started.setOnReadyHandler(this::signal);
        }

        private ClientCallStreamObserver<ImportImageStreamRequest> call() {
            ClientCallStreamObserver<ImportImageStreamRequest> started = call;
            if (started == null) {
                throw new IllegalStateException("the call was not started");
            }
            return started;
        }

        /** Waits for room, then sends; false when the daemon has answered already and wants no more. */
        boolean send(ImportImageStreamRequest request) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (!call().isReady() && !answer.isDone()) {
                    changed.await();
                }
            } finally {
                lock.unlock();
            }
            if (answer.isDone()) {
                return false;
            }
            call().onNext(request);
            return true;
        }

        void complete() {
            if (!answer.isDone()) {
                call().onCompleted();
            }
        }

        void cancel(String why) {
            call().cancel(why, new CancellationException(why));
        }

        ImportImageResponse answer() throws InterruptedException {
            try {
                return answer.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException fault) {
                    throw fault;
                }
                throw new IllegalStateException("the import ended in a way that it never should", e);
            }
        }

        private void signal() {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onNext(ImportImageResponse response) {
            answer.complete(response);
        }

        @Override
        public void onError(Throwable fault) {
            answer.completeExceptionally(fault);
            signal();
        }

        @Override
        public void onCompleted() {
            answer.completeExceptionally(new IllegalStateException("the daemon ended the import without an answer"));
            signal();
        }
    }
}
