package io.vmregistry.daemon.image;

import io.vmregistry.client.transfer.LocalBlobs;
import io.vmregistry.client.transfer.PartialBlob;
import io.vmregistry.spec.image.Descriptor;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.StoreException;
import io.vmregistry.store.blob.BlobReader;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.blob.Upload;
import io.vmregistry.store.blob.UploadId;
import java.io.FilterInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.OptionalLong;

/** The store as one transfer sees it: what the transfer meets is pinned until it ends. */
final class TransferBlobs implements LocalBlobs, AutoCloseable {

    private final BlobStore blobs;
    private final BlobPins pins;
    private final BlobPins.Transfer transfer;
    private final PartialPulls partials;

    TransferBlobs(BlobStore blobs, BlobPins pins, PartialPulls partials) {
        this.blobs = blobs;
        this.pins = pins;
        this.partials = partials;
        this.transfer = pins.begin();
    }

    @Override
    public OptionalLong size(Digest digest) {
        return pins.publishing(() -> {
            transfer.pin(digest);
            return blobs.size(digest);
        });
    }

    @Override
    public ReadableByteChannel open(Digest digest, long offset) {
        BlobReader reader = blobs.open(digest, ByteRange.from(offset));
        return Channels.newChannel(new FilterInputStream(reader.stream()) {
            // The stream belongs to the reader: a file that stays open keeps its room also when it is removed.
            @Override
            public void close() {
                reader.close();
            }
        });
    }

    @Override
    public PartialBlob begin(Descriptor blob) {
        return new StoredPartial(blob.digest(), partials.begin(blob.digest()));
    }

    @Override
    public void close() {
        transfer.close();
    }

    /** Bytes of a pull, kept under the digest that they shall have. */
    private final class StoredPartial implements PartialBlob {
        private final Digest digest;
        private final Upload upload;

        StoredPartial(Digest digest, Upload upload) {
            this.digest = digest;
            this.upload = upload;
        }

        @Override
        public long offset() {
            return upload.offset();
        }

        @Override
        public void write(ByteBuffer bytes) {
            upload.write(bytes);
        }

        @Override
        public boolean commit(Digest expected) {
            return pins.publishing(() -> {
                transfer.pin(expected);
                try {
                    upload.commit(expected);
                    return true;
                } catch (StoreException.DigestMismatch dropped) {
                    return false;
                } finally {
                    partials.forget(digest, upload.id());
                }
            });
        }

        @Override
        public void cancel() {
            upload.cancel();
            partials.forget(digest, upload.id());
        }

        @Override
        public void close() {
            upload.close();
        }
    }

    /** Where interrupted pulls are found again: by the digest of what they fetched, also by the next process. */
    static final class PartialPulls {
        private final BlobStore blobs;
        private final UnfinishedUploads unfinished;

        PartialPulls(BlobStore blobs, UnfinishedUploads unfinished) {
            this.blobs = blobs;
            this.unfinished = unfinished;
        }

        /** Goes on where an interrupted pull stopped, unless another pull is going on there now. */
        Upload begin(Digest digest) {
            Optional<UploadId> known = unfinished.find(name(digest));
            if (known.isPresent()) {
                try {
                    return blobs.resume(LocalStore.PULL, known.get());
                } catch (StoreException.UploadBusy elsewhere) {
                    return blobs.begin(LocalStore.PULL, digest.algorithm());
                } catch (StoreException.UploadUnknown expired) {
                    unfinished.forget(name(digest));
                }
            }
            Upload upload = blobs.begin(LocalStore.PULL, digest.algorithm());
            unfinished.remember(name(digest), upload.id());
            return upload;
        }

        /** Forgets an upload that is over, and no other. */
        void forget(Digest digest, UploadId id) {
            if (unfinished.find(name(digest)).filter(id::equals).isPresent()) {
                unfinished.forget(name(digest));
            }
        }

        private static String name(Digest digest) {
            return digest.algorithm().label() + "-" + digest.hex();
        }
    }
}
