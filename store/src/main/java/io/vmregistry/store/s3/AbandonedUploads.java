package io.vmregistry.store.s3;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.StoreException.UploadBusy;
import io.vmregistry.store.StoreException.UploadUnknown;
import io.vmregistry.store.blob.BlobStore.AbandonedUpload;
import io.vmregistry.store.blob.UploadId;
import io.vmregistry.store.s3.Bucket.Listed;
import io.vmregistry.store.s3.Bucket.Stored;
import io.vmregistry.store.s3.Multiparts.Pending;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.ResponseInputStream;

/**
 * Finds what nobody will finish: sessions that were not written to, multipart uploads that no session knows of (the answer to
 * their beginning was lost), and bytes that got no name (a process was killed between completing and naming, or two
 * uploads of one blob ended at the same moment).
 */
final class AbandonedUploads {

    private final Bucket bucket;
    private final Multiparts multiparts;
    private final UploadClaims claims;

    AbandonedUploads(Bucket bucket, Multiparts multiparts, UploadClaims claims) {
        this.bucket = bucket;
        this.multiparts = multiparts;
        this.claims = claims;
    }

    /** Returns how many bytes that freed, as far as it is known. */
    long expire(Instant idleSince) {
        long freed = 0;
        for (Map.Entry<UploadId, List<Listed>> upload : idle(idleSince).entrySet()) {
            freed += expire(upload.getKey(), upload.getValue(), idleSince);
        }
        abortUnknown(idleSince);
        return freed + deleteUnnamed(idleSince);
    }

    /** Sessions that nobody wrote to since, and what each holds. */
    List<AbandonedUpload> sessions(Instant idleSince) {
        return idle(idleSince).keySet().stream()
                .flatMap(id -> session(id).map(session -> new AbandonedUpload(id, session.offset())).stream())
                .toList();
    }

    private Map<UploadId, List<Listed>> idle(Instant idleSince) {
        Instant now = bucket.list(Keys.UPLOADS, "", 1).now();
        Map<UploadId, List<Listed>> idle = uploads();
        idle.values()
                .removeIf(objects -> UploadClaim.isHeld(objects, now)
                        || objects.stream()
                                .anyMatch(object -> !object.modified().isBefore(idleSince)));
        return idle;
    }

    private Map<UploadId, List<Listed>> uploads() {
        Map<UploadId, List<Listed>> all = new LinkedHashMap<>();
        bucket.all(Keys.UPLOADS)
                .forEach(object -> UploadId.parse(
                                object.key().substring(Keys.UPLOADS.length()).replaceFirst("/.*", ""))
                        .ifPresent(id ->
                                all.computeIfAbsent(id, _ -> new ArrayList<>()).add(object)));
        return all;
    }

    private long expire(UploadId id, List<Listed> objects, Instant idleSince) {
        try (UploadClaim _ = claims.take(id)) {
            Optional<Stored> stored = bucket.head(Keys.session(id));
            Optional<UploadSession> session = session(id);
            if (session.isEmpty()
                    || stored.filter(found -> found.modified().isBefore(idleSince))
                            .isEmpty()) {
                return 0;
            }
            session.get()
                    .multipart()
                    .ifPresent(multipart -> multiparts.abort(session.get().key(), multipart));
            bucket.delete(Keys.session(id));
            return session.get().offset();
        } catch (UploadBusy continued) {
            return 0;
        } catch (UploadUnknown leftovers) {
            objects.forEach(object -> bucket.delete(object.key()));
            return 0;
        }
    }

    private Optional<UploadSession> session(UploadId id) {
        return bucket.open(Keys.session(id)).map(session -> header(id, session.body()));
    }

    private static UploadSession header(UploadId id, ResponseInputStream<?> stored) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(stored))) {
            UploadSession session = UploadSession.read(in);
            stored.abort();
            return session;
        } catch (IOException e) {
            throw Bucket.broken("read the session of upload " + id, e);
        }
    }

    private void abortUnknown(Instant idleSince) {
        List<Pending> idle = multiparts.begunBefore(idleSince).stream()
                .filter(upload ->
                        upload.key().startsWith(Keys.BLOBS) || upload.key().startsWith(Keys.DATA))
                .filter(upload -> !multiparts.grewSince(upload, idleSince))
                .toList();
        if (idle.isEmpty()) {
            return;
        }
        Set<String> known = new HashSet<>();
        uploads()
                .keySet()
                .forEach(id -> session(id).flatMap(UploadSession::multipart).ifPresent(known::add));
        idle.stream()
                .filter(upload -> !known.contains(upload.id()))
                .forEach(upload -> multiparts.abort(upload.key(), upload.id()));
    }

    /** An upload's session goes after its bytes have a name: without a session, and then without a name, it is over. */
    private long deleteUnnamed(Instant idleSince) {
        List<Listed> idle = bucket.all(Keys.DATA)
                .filter(data -> data.modified().isBefore(idleSince))
                .toList();
        if (idle.isEmpty()) {
            return 0;
        }
        Set<String> unfinished = new HashSet<>();
        uploads().keySet().forEach(id -> unfinished.add(Keys.data(id)));
        List<Listed> unnamed = new ArrayList<>(idle);
        unnamed.removeIf(data -> unfinished.contains(data.key()));
        if (unnamed.isEmpty()) {
            return 0;
        }
        Set<String> named = named();
        unnamed.removeIf(data -> named.contains(data.key()));
        unnamed.forEach(data -> bucket.delete(data.key()));
        return unnamed.stream().mapToLong(Listed::size).sum();
    }

    /** Where every pointer points. */
    private Set<String> named() {
        Set<String> named = new HashSet<>();
        for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
            String prefix = Keys.blobs(algorithm);
            bucket.all(prefix)
                    .filter(object -> object.size() == Bucket.MARK_SIZE)
                    .flatMap(object ->
                            Digest.parse(algorithm.label() + ":" + object.key().substring(prefix.length())).stream())
                    .flatMap(digest -> new BlobSource(bucket, digest).find().stream())
                    .map(BlobLocation::key)
                    .forEach(named::add);
        }
        return named;
    }
}
