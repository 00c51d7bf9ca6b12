package io.vmregistry.auth.account.postgres;

import io.vmregistry.auth.account.Account;
import io.vmregistry.auth.account.AccountId;
import io.vmregistry.auth.account.PasswordHash;
import io.vmregistry.auth.account.Username;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of {@code users}. */
@Entity
@Table(name = "users")
public class AccountEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String username;

    @Column(name = "password_hash")
    private String passwordHash;

    @Column(name = "credential_version")
    private int credentialVersion = 1;

    private boolean admin;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "disabled_at")
    private @Nullable Instant disabledAt;

    /** For Hibernate, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected AccountEntity() {}

    public Account toAccount() {
        return new Account(
                new AccountId(id()),
                new Username(username),
                new PasswordHash(passwordHash),
                credentialVersion,
                admin,
                createdAt,
                Optional.ofNullable(disabledAt));
    }

    /** The row's number, once it was inserted. */
    public long id() {
        if (id == null) {
            throw new IllegalStateException("the account was not inserted yet");
        }
        return id;
    }

    /** Whether what was decided on {@code seen} still holds: same credentials, not disabled. */
    public boolean stillAllows(int seenVersion) {
        return disabledAt == null && credentialVersion == seenVersion;
    }

    void changePassword(PasswordHash successor) {
        passwordHash = successor.value();
        credentialVersion++;
    }

    void rehash(PasswordHash successor) {
        passwordHash = successor.value();
    }

    void disable(Instant now) {
        if (disabledAt == null) {
            disabledAt = now;
            credentialVersion++;
        }
    }

    void enable() {
        disabledAt = null;
    }

    void setAdmin(boolean may) {
        admin = may;
    }
}
