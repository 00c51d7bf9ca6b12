package io.vmregistry.store.s3;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.StoreException;
import io.vmregistry.store.StoreException.DigestMismatch;
import io.vmregistry.store.StoreException.StoreUnavailable;
import io.vmregistry.store.StoreException.UploadUnknown;
import io.vmregistry.store.blob.Upload;
import io.vmregistry.store.blob.UploadId;
import io.vmregistry.store.digest.ResumableHash;
import io.vmregistry.store.s3.Bucket.Body;
import java.io.ByteArrayInputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An upload as a multipart upload. What another process needs to continue it is written to its session when it is closed,
 * and every {@value #CHECKPOINT} bytes in between; a process that is killed loses what came after.
 */
final class S3Upload implements Upload {

    private static final long CHECKPOINT = 64L * 1024 * 1024;

    private final Bucket bucket;
    private final BlobPublication publication;
    private final UploadClaims claims;
    private final UploadId id;
    private final PartPipeline pipeline;
    private Optional<UploadClaim> claim;
    private Optional<ResumableHash> hash;

    /** What the object store has, up to the last part that arrived; before the first one, what the session had. */
    private UploadSession arrived;

    private Optional<byte[]> hashOfSent = Optional.empty();
    private long offset;

    /** Bytes in the session that is stored; -1 while none is. */
    private long stored;

    private boolean closed;

    /** Whether the bytes are an object whose digest was computed from it or on the way to it. */
    private boolean completed;

    /**
     * An upload at the beginning, or where its session says.
     *
     * @param session whose tail is in the pipeline
     * @param hash empty when the bytes so far have to be read again to know it
     * @param stored bytes in the session that is stored; -1 while none is
     */
    S3Upload(
            Bucket bucket,
            BlobPublication publication,
            UploadClaims claims,
            UploadId id,
            Optional<UploadClaim> claim,
            UploadSession session,
            PartPipeline pipeline,
            Optional<ResumableHash> hash,
            long stored) {
        this.bucket = bucket;
        this.publication = publication;
        this.claims = claims;
        this.id = id;
        this.claim = claim;
        this.arrived = session;
        this.pipeline = pipeline;
        this.hash = hash;
        this.offset = session.inParts() + pipeline.tail().length();
        this.stored = stored;
    }

    @Override
    public UploadId id() {
        return id;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public void write(ByteBuffer bytes) {
        requireOpen();
        while (bytes.hasRemaining()) {
            int count = (int) Math.min(bytes.remaining(), pipeline.room());
            ByteBuffer piece = bytes.slice(bytes.position(), count);
            pipeline.append(piece.duplicate());
            hash.ifPresent(running -> running.update(piece));
            bytes.position(bytes.position() + count);
            offset += count;
            if (pipeline.isFull()) {
                sendPart();
            }
        }
    }

    private void sendPart() {
        settle();
        if (!pipeline.hasMultipart()) {
            arrived = arrived.begun(pipeline.multipart());
            register();
            store(arrived);
        }
        // A part that somebody else's claim stands against would take the place of theirs.
        claim.ifPresent(UploadClaim::requireHeld);
        pipeline.send();
        hashOfSent = hash.flatMap(ResumableHash::save);
    }

    /** Takes note of the part that was being sent. */
    private void settle() {
        if (pipeline.await()) {
            arrived = arrived.grown(pipeline.parts(), hashOfSent);
            if (arrived.inParts() - stored >= CHECKPOINT) {
                store(arrived);
            }
        }
    }

    private void register() {
        if (claim.isEmpty()) {
            claim = Optional.of(claims.ofNew(id));
        }
    }

    private void store(UploadSession state) {
        claim.ifPresent(UploadClaim::requireHeld);
        byte[] header = state.toBytes();
        PartSpool tail = pipeline.tail();
        Body body = new Body(
                header.length + state.tail(),
                () -> new SequenceInputStream(new ByteArrayInputStream(header), tail.stream(state.tail())));
        bucket.put(Keys.session(id), body, state.mark());
        stored = state.offset();
    }

    @Override
    public Digest commit(Digest.Algorithm algorithm) {
        requireOpen();
        if (arrived.expected().filter(digest -> digest.algorithm() != algorithm).isPresent()) {
            throw new IllegalArgumentException("the upload was begun for " + arrived.expected());
        }
        Digest digest = digest(algorithm);
        publish(digest);
        return digest;
    }

    @Override
    public void commit(Digest expected) {
        requireOpen();
        Digest actual = digest(arrived.expected().orElse(expected).algorithm());
        if (!actual.equals(expected)
                || arrived.expected().filter(digest -> !digest.equals(expected)).isPresent()) {
            cancel();
            throw new DigestMismatch(expected, actual);
        }
        publish(expected);
    }

    private Digest digest(Digest.Algorithm algorithm) {
        settle();
        if (hash.isPresent() && algorithm == arrived.algorithm()) {
            return hash.get().copy().finish();
        }
        if (!pipeline.hasMultipart()) {
            return publication.digestOf(pipeline.tail().body().stream().get(), algorithm);
        }
        if (arrived.expected().isPresent()) {
            throw new StoreUnavailable(
                    "Tried to commit upload " + id + " but failed because this Java runtime cannot continue its hash."
                            + " Start every replica with --add-opens java.base/sun.security.provider=ALL-UNNAMED.",
                    new IllegalStateException("no hash of the first " + offset + " bytes"));
        }
        boolean _ = completeOrEnd();
        Digest digest = publication.digestOf(arrived.key(), algorithm);
        completed = true;
        return digest;
    }

    private void publish(Digest digest) {
        publication.lease(digest);
        if (!pipeline.hasMultipart()) {
            publication.put(digest, pipeline.tail().body());
            end();
            return;
        }
        Optional<BlobLocation> there = publication.find(digest).filter(found -> found.size() == offset);
        if (there.isEmpty()) {
            completeAs(digest);
            nameOrDrop(digest);
        } else if (there.get().key().equals(arrived.key())) {
            pipeline.abort();
        } else {
            dropParts();
        }
        end();
    }

    /** Bytes that an earlier completion left are looked at: they may have another end than those that were hashed here. */
    private void completeAs(Digest digest) {
        boolean known = completed || completeOrEnd() || arrived.expected().isPresent();
        if (!known && !publication.digestOf(arrived.key(), digest.algorithm()).equals(digest)) {
            end();
            throw new UploadUnknown(id.toString());
        }
    }

    /** Another upload of the same bytes may have been published while this one was completed: those stay as they are. */
    private void nameOrDrop(Digest digest) {
        if (!publication.name(digest, arrived.key(), offset)) {
            dropParts();
        }
    }

    private boolean completeOrEnd() {
        try {
            return publication.complete(id, arrived.key(), pipeline, offset);
        } catch (UploadUnknown e) {
            end();
            throw e;
        }
    }

    /** Also the bytes of a completion that was not named by a digest; never what a digest names. */
    private void dropParts() {
        pipeline.abort();
        if (pipeline.hasMultipart() && arrived.key().equals(Keys.data(id))) {
            bucket.delete(arrived.key());
        }
    }

    @Override
    public void cancel() {
        if (closed) {
            return;
        }
        try {
            dropParts();
        } finally {
            end();
        }
    }

    /** The session goes while the claim is still held: nobody can continue what is being removed. */
    private void end() {
        closed = true;
        try (PartPipeline _ = pipeline) {
            if (stored >= 0) {
                bucket.delete(Keys.session(id));
            }
        } finally {
            claim.ifPresent(UploadClaim::close);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (PartPipeline _ = pipeline) {
            keep();
        } finally {
            claim.ifPresent(UploadClaim::close);
        }
    }

    private void keep() {
        if (offset == Math.max(stored, 0)) {
            return;
        }
        register();
        try {
            if (pipeline.isWorthSending()) {
                sendPart();
            }
            settle();
        } catch (StoreException e) {
            if (arrived.offset() > stored) {
                store(arrived);
            }
            throw e;
        }
        store(arrived.closed(pipeline.tail().length(), hash.flatMap(ResumableHash::save)));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("upload " + id + " was committed, cancelled or closed");
        }
        claim.ifPresent(UploadClaim::requireHeld);
    }
}
