package io.vmregistry.store.s3;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.s3.Bucket.Listed;
import io.vmregistry.store.s3.Intents.Intent;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What keeps garbage collection from a blob: leases, objects {@code guards/<algorithm>/<hex>/lease-<seconds>} whose name
 * says when, and declarations of its deletion, {@code …/condemned-<id>}, beside them. The time is this process's, as
 * everywhere in the store; a listing alone tells it.
 */
final class BlobGuards {

    private static final String LEASE = "lease-";
    private static final String CONDEMNED = "condemned-";

    private final Bucket bucket;
    private final Intents intents;
    private final Clock clock;

    BlobGuards(Bucket bucket, Clock clock) {
        this.bucket = bucket;
        this.intents = new Intents(bucket);
        this.clock = clock;
    }

    /**
     * Leases a digest, whether or not there is a blob: when this returns no deletion of it is under way, and each that
     * begins later sees the lease. Older leases go: the newest one is what counts.
     */
    void lease(Digest digest) {
        String leases = Keys.guards(digest) + LEASE;
        String own = leases + seconds(clock.instant());
        bucket.mark(own);
        intents.awaitNone(Keys.guards(digest) + CONDEMNED);
        for (Listed older : bucket.list(leases).objects()) {
            if (older.key().compareTo(own) < 0) {
                bucket.delete(older.key());
            }
        }
    }

    /** Twelve digits, so that the order of names is that of times. */
    private static String seconds(Instant time) {
        return "%012d".formatted(time.getEpochSecond());
    }

    /** A deletion, which sees every lease that was complete before it and is waited for by every later one. */
    Condemnation condemn(Digest digest) {
        return new Condemnation(digest, intents.declare(Keys.guards(digest) + CONDEMNED));
    }

    /** The newest lease; empty when there is none. */
    Optional<Instant> leased(Digest digest) {
        String leases = Keys.guards(digest) + LEASE;
        return bucket.all(leases)
                .flatMap(lease -> time(lease.key(), leases).stream())
                .max(Instant::compareTo);
    }

    /** The newest leases of blobs between two digests of one algorithm, both included. */
    Map<String, Instant> leased(Digest first, Digest last) {
        String prefix = Keys.guards(first.algorithm());
        Map<String, Instant> newest = new HashMap<>();
        String from = Keys.guards(first);
        while (true) {
            Bucket.Listing page = bucket.list(prefix, from, Bucket.PAGE);
            List<Listed> objects = page.objects();
            for (Listed object : objects) {
                String hex = object.key().substring(prefix.length()).replaceFirst("/.*", "");
                time(object.key(), prefix + hex + "/" + LEASE)
                        .ifPresent(at -> newest.merge(hex, at, (one, other) -> one.isAfter(other) ? one : other));
            }
            if (!page.more() || objects.isEmpty() || isBehind(objects.getLast().key(), last)) {
                return newest;
            }
            from = objects.getLast().key();
        }
    }

    private static boolean isBehind(String key, Digest last) {
        String guards = Keys.guards(last);
        return key.compareTo(guards) > 0 && !key.startsWith(guards);
    }

    private static Optional<Instant> time(String key, String leases) {
        if (!key.startsWith(leases)) {
            return Optional.empty();
        }
        String seconds = key.substring(leases.length());
        return seconds.matches("[0-9]{12}")
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds)))
                : Optional.empty();
    }

    /** A deletion that was declared. */
    final class Condemnation implements AutoCloseable {
        private final Digest digest;
        private final Intent intent;

        private Condemnation(Digest digest, Intent intent) {
            this.digest = digest;
            this.intent = intent;
        }

        void delete(String object) {
            intent.delete(object);
        }

        /** Removes the leases from before the given time, which protect nothing any more. */
        void forgetLeasesBefore(Instant time) {
            String leases = Keys.guards(digest) + LEASE;
            bucket.all(leases)
                    .filter(lease -> time(lease.key(), leases)
                            .filter(at -> at.isBefore(time))
                            .isPresent())
                    .forEach(lease -> bucket.delete(lease.key()));
        }

        @Override
        public void close() {
            intent.close();
        }
    }
}
