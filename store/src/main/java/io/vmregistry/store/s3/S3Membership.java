package io.vmregistry.store.s3;

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
 * linked last; {@code linked/<repository>!} is there for each repository that ever had one.
 */
final class S3Membership implements Membership {

    private static final String LINKED = "vmr-linked";

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
            bucket.mark(marker, Map.of(LINKED, clock.instant().toString()));
        } while (intents.awaitNone(Keys.memberIntents(repository, blob)) && !bucket.exists(marker));
    }

    @Override
    public boolean isMember(RepositoryName repository, Digest blob) {
        return bucket.exists(Keys.member(repository, blob));
    }

    @Override
    public boolean unlink(RepositoryName repository, Digest blob) {
        return unlinkIfIdle(repository, blob, Instant.MAX);
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
    public List<Digest> members(RepositoryName repository) {
        String prefix = Keys.members(repository);
        return bucket.all(prefix)
                .flatMap(object -> Keys.digest(object.key().substring(prefix.length())).stream())
                .toList();
    }

    @Override
    public List<RepositoryName> repositories(String last, int limit) {
        return Repositories.after(bucket, Keys.LINKED, last, limit);
    }
}
