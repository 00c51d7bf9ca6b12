package io.vmregistry.auth.throttle.postgres;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.vmregistry.auth.throttle.CountKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Optional;

/** Queries on {@code attempt_counts}. They need a transaction around them. */
@ApplicationScoped
public class AttemptCountRepository implements PanacheRepositoryBase<AttemptCountEntity, String> {

    /** The row, made when it is missing, held until the transaction ends. */
    AttemptCountEntity held(CountKey key, Instant now) {
        return getSession()
                .createNativeQuery("""
                        insert into attempt_counts (key, attempts, last_at)
                        values (:key, 0, :now)
                        on conflict (key) do update set key = excluded.key
                        returning *""", AttemptCountEntity.class)
                .setParameter("key", key.hash())
                .setParameter("now", now)
                .getSingleResult();
    }

    /** The row if there is one, held until the transaction ends. */
    Optional<AttemptCountEntity> heldIfThere(CountKey key) {
        return find("hash", key.hash()).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    long removeBefore(Instant instant, Instant now) {
        return delete("lastAt < ?1 and (knownUntil is null or knownUntil < ?2)", instant, now);
    }
}
