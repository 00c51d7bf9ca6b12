package io.vmregistry.store.s3;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.StoreException.BlobUnknown;
import io.vmregistry.store.StoreException.UploadUnknown;
import io.vmregistry.store.blob.BlobReader;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.blob.Upload;
import io.vmregistry.store.blob.UploadId;
import io.vmregistry.store.blob.UploadOwner;
import io.vmregistry.store.digest.ResumableHash;
import io.vmregistry.store.s3.BlobGuards.Condemnation;
import io.vmregistry.store.s3.Bucket.Listed;
import io.vmregistry.store.s3.Bucket.Opened;
import io.vmregistry.store.s3.Bucket.Stored;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Blobs as objects: {@code blobs/<algorithm>/<hex>} holds the bytes, or points at {@code data/<uuid>} when their digest was
 * learnt only after they were written. Uploads are multipart uploads, their state is in {@code uploads/<uuid>/}. Any number of
 * processes may share a bucket; they share nothing else.
 */
final class S3BlobStore implements BlobStore {

    private final Bucket bucket;
    private final Multiparts multiparts;
    private final BlobGuards guards;
    private final BlobPublication publication;
    private final UploadClaims claims;
    private final AbandonedUploads abandoned;
    private final DirectLinks links;
    private final Path spool;

    S3BlobStore(Bucket bucket, DirectLinks links, Path spool, Clock clock) {
        this(bucket, links, spool, clock, System::nanoTime);
    }

    /** With another stopwatch. */
    S3BlobStore(Bucket bucket, DirectLinks links, Path spool, Clock clock, LongSupplier nanoTime) {
        this.bucket = bucket;
        this.multiparts = new Multiparts(bucket);
        this.guards = new BlobGuards(bucket, clock);
        this.publication = new BlobPublication(bucket, multiparts, guards, nanoTime);
        this.claims = new UploadClaims(bucket, nanoTime, UploadClaim.RENEWED);
        this.abandoned = new AbandonedUploads(bucket, multiparts, claims);
        this.links = links;
        this.spool = spool;
    }

    @Override
    public OptionalLong size(Digest digest) {
        return publication
                .find(digest)
                .map(found -> OptionalLong.of(found.size()))
                .orElseGet(OptionalLong::empty);
    }

    @Override
    public OptionalLong lease(Digest digest) {
        guards.lease(digest);
        return size(digest);
    }

    @Override
    public BlobReader open(Digest digest, ByteRange range) {
        BlobSource source = new BlobSource(bucket, digest);
        return source.open(range)
                .map(opened -> new S3BlobReader(source, opened, range))
                .orElseThrow(() -> new BlobUnknown(digest));
    }

    @Override
    public Optional<URI> directUrl(Digest digest) {
        return links.isOffered()
                ? publication.findLasting(digest).map(found -> links.to(found.key()))
                : Optional.empty();
    }

    @Override
    public Upload begin(UploadOwner owner, Digest.Algorithm expected) {
        UploadId id = new UploadId(UUID.randomUUID());
        UploadClaim claim = claims.ofNew(id);
        try {
            UploadSession session = start(owner, expected, Optional.empty(), Keys.data(id));
            bucket.put(Keys.session(id), session.toBytes(), session.mark());
            return open(id, Optional.of(claim), session, Optional.of(ResumableHash.start(expected)), 0);
        } catch (RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    /** Nothing is written before the first part is full: until then nobody else knows of the upload. */
    @Override
    public Upload begin(UploadOwner owner, Digest expected) {
        UploadId id = new UploadId(UUID.randomUUID());
        Digest.Algorithm algorithm = expected.algorithm();
        UploadSession session = ResumableHash.isSavable(algorithm)
                ? start(owner, algorithm, Optional.of(expected), Keys.blob(expected))
                : start(owner, algorithm, Optional.empty(), Keys.data(id));
        return open(id, Optional.empty(), session, Optional.of(ResumableHash.start(algorithm)), -1);
    }

    private static UploadSession start(
            UploadOwner owner, Digest.Algorithm algorithm, Optional<Digest> expected, String key) {
        return new UploadSession(owner, algorithm, expected, key, Optional.empty(), List.of(), 0, Optional.empty());
    }

    @Override
    public Upload resume(UploadOwner owner, UploadId id) {
        if (bucket.head(Keys.session(id))
                .filter(session -> UploadSession.isMarked(session, owner))
                .isEmpty()) {
            throw new UploadUnknown(id.toString());
        }
        UploadClaim claim = claims.take(id);
        try {
            return restore(id, claim);
        } catch (RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    private Upload restore(UploadId id, UploadClaim claim) {
        Opened stored = bucket.open(Keys.session(id)).orElseThrow(() -> new UploadUnknown(id.toString()));
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(stored.body(), 64 * 1024))) {
            UploadSession session = UploadSession.read(in);
            return restore(id, claim, session, in);
        } catch (IOException e) {
            throw Bucket.broken("continue upload " + id, e);
        }
    }

    private Upload restore(UploadId id, UploadClaim claim, UploadSession session, DataInputStream in)
            throws IOException {
        PartPipeline pipeline = new PartPipeline(id, multiparts, spool, session);
        try {
            fill(pipeline, in, session.tail());
            return new S3Upload(
                    bucket,
                    publication,
                    claims,
                    id,
                    Optional.of(claim),
                    session,
                    pipeline,
                    hash(session),
                    session.offset());
        } catch (IOException | RuntimeException e) {
            pipeline.close();
            throw e;
        }
    }

    private static void fill(PartPipeline pipeline, DataInputStream in, long tail) throws IOException {
        byte[] buffer = new byte[(int) Math.min(tail, 64 * 1024)];
        for (long left = tail; left > 0; ) {
            int count = (int) Math.min(left, buffer.length);
            in.readFully(buffer, 0, count);
            pipeline.append(ByteBuffer.wrap(buffer, 0, count));
            left -= count;
        }
    }

    private static Optional<ResumableHash> hash(UploadSession session) {
        return session.offset() == 0
                ? Optional.of(ResumableHash.start(session.algorithm()))
                : session.hash().flatMap(saved -> ResumableHash.restore(session.algorithm(), saved));
    }

    private Upload open(
            UploadId id,
            Optional<UploadClaim> claim,
            UploadSession session,
            Optional<ResumableHash> hash,
            long stored) {
        PartPipeline pipeline = new PartPipeline(id, multiparts, spool, session);
        return new S3Upload(bucket, publication, claims, id, claim, session, pipeline, hash, stored);
    }

    @Override
    public boolean delete(Digest digest) {
        return deleteIfIdle(digest, Instant.MAX);
    }

    @Override
    public boolean deleteIfIdle(Digest digest, Instant idleSince) {
        if (!isIdle(digest, idleSince)) {
            return false;
        }
        try (Condemnation condemnation = guards.condemn(digest)) {
            Optional<BlobLocation> location = publication.find(digest);
            if (location.isEmpty() || !isIdle(digest, idleSince)) {
                return false;
            }
            condemnation.delete(Keys.blob(digest));
            if (!location.get().key().equals(Keys.blob(digest))) {
                condemnation.delete(location.get().key());
            }
            condemnation.forgetLeasesBefore(idleSince);
            return true;
        }
    }

    private boolean isIdle(Digest digest, Instant idleSince) {
        Optional<Instant> leased = guards.leased(digest);
        return leased.isPresent()
                ? leased.get().isBefore(idleSince)
                : bucket.head(Keys.blob(digest))
                        .map(Stored::modified)
                        .filter(written -> written.isBefore(idleSince))
                        .isPresent();
    }

    @Override
    public Stream<StoredBlob> list() {
        return Arrays.stream(Digest.Algorithm.values())
                .flatMap(algorithm ->
                        bucket.pages(Keys.blobs(algorithm)).flatMap(page -> stored(algorithm, page).stream()));
    }

    private List<StoredBlob> stored(Digest.Algorithm algorithm, List<Listed> page) {
        List<Named> blobs = page.stream()
                .flatMap(object -> Named.of(algorithm, object).stream())
                .toList();
        if (blobs.isEmpty()) {
            return List.of();
        }
        Map<String, Instant> leased =
                guards.leased(blobs.getFirst().digest(), blobs.getLast().digest());
        return blobs.stream()
                .flatMap(blob -> size(blob).stream()
                        .mapToObj(size -> new StoredBlob(
                                blob.digest(),
                                size,
                                leased.getOrDefault(
                                        blob.digest().hex(), blob.object().modified()))))
                .toList();
    }

    /** An object of this size may be a pointer, which says how large the blob is. */
    private OptionalLong size(Named blob) {
        return blob.object().size() != Bucket.MARK_SIZE
                ? OptionalLong.of(blob.object().size())
                : size(blob.digest());
    }

    private record Named(Digest digest, Listed object) {
        static Optional<Named> of(Digest.Algorithm algorithm, Listed object) {
            String hex = object.key().substring(Keys.blobs(algorithm).length());
            return Digest.parse(algorithm.label() + ":" + hex).map(digest -> new Named(digest, object));
        }
    }

    @Override
    public List<AbandonedUpload> abandonedUploads(Instant idleSince) {
        return abandoned.sessions(idleSince);
    }

    @Override
    public long expireUploads(Instant idleSince) {
        return abandoned.expire(idleSince);
    }

    @Override
    public void probe() {
        String key = "probe/" + UUID.randomUUID();
        bucket.put(key, new byte[] {1});
        bucket.delete(key);
    }
}
