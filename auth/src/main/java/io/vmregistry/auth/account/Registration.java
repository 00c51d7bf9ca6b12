package io.vmregistry.auth.account;

import io.vmregistry.auth.account.Accounts.Creation;
import io.vmregistry.auth.audit.AuditAction;
import io.vmregistry.auth.audit.AuditEvent;
import io.vmregistry.auth.audit.AuditLog;
import io.vmregistry.auth.database.Transactions;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import io.vmregistry.spec.scope.RepositoryPattern;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;

/** Makes accounts. A new one owns the repositories below its name. */
public final class Registration {

    /** Whether everybody may make an account. */
    public enum Policy {
        OPEN,
        CLOSED
    }

    /** What became of a request to register. */
    public sealed interface Outcome {
        record Registered(Account account) implements Outcome {}

        record Closed() implements Outcome {}

        record NameTaken(Username username) implements Outcome {}

        /** The name was another's. An administrator may give it again from that instant on. */
        record NameRetired(Username username, Instant reusableFrom) implements Outcome {}

        record BadName(String reason) implements Outcome {}

        record BadPassword(String reason) implements Outcome {}
    }

    /** When the name of a deleted account may be given again. */
    private enum Reuse {
        NEVER,
        AFTER_TOKENS
    }

    private final Accounts accounts;
    private final PasswordHasher hasher;
    private final Attempts attempts;
    private final AuditLog audit;
    private final Transactions transactions;
    private final Policy policy;
    private final Duration tokensOutlive;
    private final Clock clock;

    /** @param tokensOutlive how long access tokens may count after their account was deleted */
    public Registration(
            Accounts accounts,
            PasswordHasher hasher,
            Attempts attempts,
            AuditLog audit,
            Transactions transactions,
            Policy policy,
            Duration tokensOutlive,
            Clock clock) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.attempts = attempts;
        this.audit = audit;
        this.transactions = transactions;
        this.policy = policy;
        this.tokensOutlive = tokensOutlive;
        this.clock = clock;
    }

    /** Registers somebody who asked for it. */
    public Outcome register(String username, String password) {
        if (policy == Policy.CLOSED) {
            return new Outcome.Closed();
        }
        return objectionTo(username, password).orElseGet(() -> {
            Username name = new Username(username);
            if (accounts.find(name).isPresent()) {
                return new Outcome.NameTaken(name);
            }
            attempts.register();
            AuditEvent event =
                    AuditEvent.of(AuditAction.ACCOUNT_REGISTERED).by(name).on(name);
            return create(account(name, new Password(password), false, Reuse.NEVER), event);
        });
    }

    /** Makes an account for somebody else, also of a name that was deleted when no token for it can be left. */
    public Outcome provide(String username, String password, boolean admin, AuditEvent event) {
        return objectionTo(username, password)
                .orElseGet(() -> create(
                        account(new Username(username), new Password(password), admin, Reuse.AFTER_TOKENS), event));
    }

    /** Makes an administrator, who may do everything with every repository. */
    public Outcome createFirst(Username name, Password password) {
        NewAccount account =
                new NewAccount(name, hasher.hash(password), true, everything("*"), clock.instant(), Optional.empty());
        return create(
                account, AuditEvent.of(AuditAction.ACCOUNT_CREATED).on(name).saying("the first administrator"));
    }

    private static Optional<Outcome> objectionTo(String username, String password) {
        return Username.objectionTo(username)
                .<Outcome>map(Outcome.BadName::new)
                .or(() -> Password.objectionTo(password).map(Outcome.BadPassword::new));
    }

    private NewAccount account(Username name, Password password, boolean admin, Reuse reuse) {
        return new NewAccount(
                name,
                hasher.hash(password),
                admin,
                everything(name.value() + "/*"),
                clock.instant(),
                reuse == Reuse.AFTER_TOKENS ? Optional.of(clock.instant().minus(tokensOutlive)) : Optional.empty());
    }

    private Outcome create(NewAccount account, AuditEvent event) {
        Username name = account.username();
        return transactions.call("record an account", () -> switch (accounts.create(account)) {
            case Creation.Created(Account created) -> {
                audit.record(event);
                yield new Outcome.Registered(created);
            }
            case Creation.NameTaken() -> new Outcome.NameTaken(name);
            case Creation.NameRetired(Instant since) -> new Outcome.NameRetired(name, since.plus(tokensOutlive));
        });
    }

    private static Grant everything(String pattern) {
        return new Grant(new RepositoryPattern(pattern), EnumSet.allOf(Action.class));
    }
}
