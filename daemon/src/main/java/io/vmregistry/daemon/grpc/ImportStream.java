package io.vmregistry.daemon.grpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.vmregistry.daemon.image.ImageException;
import io.vmregistry.daemon.image.ImageImport;
import io.vmregistry.proto.v1.ImportImageResponse;
import io.vmregistry.proto.v1.ImportImageStreamRequest;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A disk on its way in: metadata, then chunks. The next chunk is asked for when one is written, so that no more than a few
 * are in memory; writing blocks, on the call's virtual thread. Whatever ends the stream early drops what arrived.
 */
final class ImportStream implements StreamObserver<ImportImageStreamRequest> {

    /** Chunks that may be under way while one is written. */
    private static final int AHEAD = 4;

    private final ImageEndpoint images;
    private final ServerCallStreamObserver<ImportImageResponse> call;
    private @Nullable ImageImport arriving;
    private boolean ended;

    private ImportStream(ImageEndpoint images, ServerCallStreamObserver<ImportImageResponse> call) {
        this.images = images;
        this.call = call;
    }

    static ImportStream begin(ImageEndpoint images, StreamObserver<ImportImageResponse> responses) {
        ServerCallStreamObserver<ImportImageResponse> call = (ServerCallStreamObserver<ImportImageResponse>) responses;
        call.disableAutoRequest();
        call.request(AHEAD);
        return new ImportStream(images, call);
    }

    @Override
    public void onNext(ImportImageStreamRequest message) {
        if (ended) {
            return;
        }
        try {
            take(message);
            call.request(1);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void take(ImportImageStreamRequest message) {
        switch (message.getPayloadCase()) {
            case METADATA -> {
                if (arriving != null) {
                    throw new ImageException.InvalidRequest("The import's metadata came twice.");
                }
                arriving = images.beginImport(message.getMetadata());
            }
            case CHUNK -> {
                if (message.getChunk().size() > MessageLimit.CHUNK) {
                    throw Status.RESOURCE_EXHAUSTED
                            .withDescription("A chunk of %d bytes is too large. Send at most 1 MiB at a time."
                                    .formatted(message.getChunk().size()))
                            .asRuntimeException();
                }
                for (ByteBuffer bytes : message.getChunk().asReadOnlyByteBufferList()) {
                    begun().write(bytes);
                }
            }
            case PAYLOAD_NOT_SET -> throw new ImageException.InvalidRequest("A message of the import was empty.");
        }
    }

    private ImageImport begun() {
        if (arriving == null) {
            throw new ImageException.InvalidRequest("The import's first message has to be its metadata.");
        }
        return arriving;
    }

    @Override
    public void onCompleted() {
        if (ended) {
            return;
        }
        try (ImageImport whole = begun()) {
            ended = true;
            ImportImageResponse response = ImageEndpoint.imported(whole.finish());
            call.onNext(response);
            call.onCompleted();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** The client cancelled, or is gone. */
    @Override
    public void onError(Throwable fault) {
        drop();
    }

    private void fail(RuntimeException fault) {
        drop();
        call.onError(Statuses.from(fault));
    }

    private void drop() {
        ended = true;
        if (arriving != null) {
            arriving.close();
        }
    }
}
