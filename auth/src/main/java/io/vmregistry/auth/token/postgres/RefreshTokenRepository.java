package io.vmregistry.auth.token.postgres;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.vmregistry.auth.account.postgres.AccountEntity;
import io.vmregistry.auth.token.RefreshToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Queries on {@code refresh_tokens}. They need a transaction around them. */
@ApplicationScoped
public class RefreshTokenRepository implements PanacheRepository<RefreshTokenEntity> {

    Optional<RefreshTokenEntity> hashed(RefreshToken.Hash hash) {
        return find("tokenHash", hash.hex()).firstResultOptional();
    }

    /** Whose token it is, without loading the token: it is to be read after the account's row is held. */
    Optional<Long> ownerOf(RefreshToken.Hash hash) {
        return find("select t.userId from RefreshTokenEntity t where t.tokenHash = ?1", hash.hex())
                .project(Long.class)
                .firstResultOptional();
    }

    void revoke(UUID family, Instant now) {
        update("revokedAt = ?1 where family = ?2 and revokedAt is null", now, family);
    }

    /**
     * The token and its owner as they are recorded now, neither of them held. Empty for a token that was exchanged, which is to
     * be read after the account's row is held.
     */
    Optional<Owned> ownedAndNotExchanged(RefreshToken.Hash hash) {
        return getEntityManager()
                .createQuery("""
                        select t, a from RefreshTokenEntity t join AccountEntity a on a.id = t.userId
                        where t.tokenHash = :hash and t.exchangedAt is null""", Object[].class)
                .setParameter("hash", hash.hex())
                .getResultStream()
                .map(row -> new Owned((RefreshTokenEntity) row[0], (AccountEntity) row[1]))
                .findFirst();
    }

    record Owned(RefreshTokenEntity token, AccountEntity account) {}

    int removeExpired(Instant before, int limit) {
        return remove(
                "select t.id from refresh_tokens t where t.expires_at < :before", Map.of("before", before), limit);
    }

    int removeRevoked(Instant before, int limit) {
        return remove(
                "select t.id from refresh_tokens t where t.revoked_at < :before", Map.of("before", before), limit);
    }

    int removeVoid(int limit) {
        return remove(
                "select t.id from refresh_tokens t join users u on u.id = t.user_id where t.credential_version < u.credential_version",
                Map.of(),
                limit);
    }

    private int remove(String selection, Map<String, Object> parameters, int limit) {
        Query query = getEntityManager()
                .createNativeQuery("delete from refresh_tokens where id in (" + selection
                        + " limit :limit for update of t skip locked)")
                .setParameter("limit", limit);
        parameters.forEach(query::setParameter);
        return query.executeUpdate();
    }
}
