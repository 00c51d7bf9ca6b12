package io.vmregistry.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.membership.Membership;
import io.vmregistry.store.s3.Bucket.Stored;
import io.vmregistry.store.s3.Intents.Intent;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Markers as objects {@code repositories/<repository>/_blobs/<algorithm>/<hex>} whose metadata says when they were
 * made fresh. One of a member is a mark, one of a blob that was taken away is longer, so that a listing shows it; {@code linked/<repository>!} is there for each repository that ever had one.
 */
final class S3Membership implements Membership {

    private static final String LINKED = "vmr-linked";
    private static final byte[] TAKEN_AWAY = "taken away".getBytes(UTF_8);

    private final Bucket bucket;
    private final Intents intents;
    private final Clock clock;

    S3Membership(Bucket bucket, Clock clock) {
        this.bucket = bucket;
        this.intents = new Intents(bucket);
        this.clock = clock;
    }

    @Override
    public void link(RepositoryName repository, Digest blob) {
        String marker = Keys.member(repository, blob);
        String listed = Keys.named(Keys.LINKED, repository);
        if (!bucket.exists(listed)) {
            bucket.mark(listed);
        }
        do {
            bucket.mark(marker, fresh());
        } while (intents.awaitNone(Keys.memberIntents(repository, blob)) && !bucket.exists(marker));
    }

    private Map<String, String> fresh() {
        return Map.of(LINKED, clock.instant().toString());
    }

    @Override
    public Standing standing(RepositoryName repository, Digest blob) {
        return bucket.head(Keys.member(repository, blob))
                .map(object -> isTakenAway(object.size()) ? Standing.TAKEN_AWAY : Standing.MEMBER)
                .orElse(Standing.STRANGER);
    }

    private static boolean isTakenAway(long size) {
        return size == TAKEN_AWAY.length;
    }

    /** Whoever links it at the same time may be overwritten here, and has put its manifest before: the second look finds that. */
    @Override
    public boolean takeAway(RepositoryName repository, Digest blob) {
        boolean wasMember = isMember(repository, blob);
        if (wasMember) {
            bucket.put(Keys.member(repository, blob), TAKEN_AWAY, fresh());
        }
        return wasMember;
    }

    @Override
    public boolean unlinkIfIdle(RepositoryName repository, Digest blob, Instant idleSince) {
        String marker = Keys.member(repository, blob);
        if (!isIdle(marker, idleSince)) {
            return false;
        }
        try (Intent intent = intents.declare(Keys.memberIntents(repository, blob))) {
            if (!isIdle(marker, idleSince)) {
                return false;
            }
            intent.delete(marker);
            return true;
        }
    }

    private boolean isIdle(String marker, Instant idleSince) {
        return bucket.head(marker)
                .filter(object -> linked(object).isBefore(idleSince))
                .isPresent();
    }

    private static Instant linked(Stored marker) {
        return Optional.ofNullable(marker.metadata().get(LINKED))
                .flatMap(S3Membership::parse)
                .orElse(marker.modified());
    }

    private static Optional<Instant> parse(String time) {
        try {
            return Optional.of(Instant.parse(time));
        } catch (DateTimeException notWrittenHere) {
            return Optional.empty();
        }
    }

    @Override
    public List<Marker> markers(RepositoryName repository) {
        String prefix = Keys.members(repository);
        return bucket.all(prefix)
                .flatMap(object -> Keys.digest(object.key().substring(prefix.length())).stream()
                        .map(blob -> new Marker(blob, isTakenAway(object.size()))))
                .toList();
    }

    @Override
    public List<RepositoryName> repositories(String last, int limit) {
        return Repositories.after(bucket, Keys.LINKED, last, limit);
    }
}
