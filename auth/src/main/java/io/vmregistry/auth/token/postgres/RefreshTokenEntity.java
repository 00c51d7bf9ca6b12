package io.vmregistry.auth.token.postgres;

import io.vmregistry.auth.account.AccountId;
import io.vmregistry.auth.token.RefreshToken;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code refresh_tokens}. */
@Entity
@Table(name = "refresh_tokens")
public class RefreshTokenEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(name = "user_id")
    private long userId;

    private UUID family;

    @Column(name = "token_hash")
    private String tokenHash;

    private boolean offline;

    @Column(name = "credential_version")
    private int credentialVersion;

    @Column(name = "issued_at")
    private Instant issuedAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "exchanged_at")
    private @Nullable Instant exchangedAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    /** For Hibernate, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected RefreshTokenEntity() {}

    /** The first token of a family. */
    RefreshTokenEntity(
            AccountId account,
            int credentialVersion,
            RefreshToken.Hash hash,
            boolean offline,
            Instant issuedAt,
            Instant expiresAt) {
        this.userId = account.value();
        this.family = UUID.randomUUID();
        this.tokenHash = hash.hex();
        this.offline = offline;
        this.credentialVersion = credentialVersion;
        this.issuedAt = issuedAt;
        this.expiresAt = expiresAt;
    }

    /** Marks this token as exchanged and makes its successor. */
    RefreshTokenEntity exchange(RefreshToken.Hash successor, Instant now) {
        exchangedAt = now;
        RefreshTokenEntity next =
                new RefreshTokenEntity(account(), credentialVersion, successor, offline, now, expiresAt);
        next.family = family;
        return next;
    }

    AccountId account() {
        return new AccountId(userId);
    }

    UUID family() {
        return family;
    }

    int credentialVersion() {
        return credentialVersion;
    }

    boolean offline() {
        return offline;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    boolean wasExchanged() {
        return exchangedAt != null;
    }

    boolean isOver(Instant now) {
        return revokedAt != null || !now.isBefore(expiresAt);
    }
}
