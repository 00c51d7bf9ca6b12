package io.vmregistry.auth.token.postgres;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.vmregistry.auth.token.RefreshToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
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
}
