package io.vmregistry.auth.account;

import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import io.vmregistry.spec.scope.RepositoryPattern;
import java.time.Clock;
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

        record BadName(String reason) implements Outcome {}

        record BadPassword(String reason) implements Outcome {}
    }

    private final Accounts accounts;
    private final PasswordHasher hasher;
    private final Policy policy;
    private final Clock clock;

    public Registration(Accounts accounts, PasswordHasher hasher, Policy policy, Clock clock) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.policy = policy;
        this.clock = clock;
    }

    /** Registers somebody who asked for it. */
    public Outcome register(String username, String password) {
        if (policy == Policy.CLOSED) {
            return new Outcome.Closed();
        }
        Optional<String> badName = Username.objectionTo(username);
        if (badName.isPresent()) {
            return new Outcome.BadName(badName.get());
        }
        Optional<String> badPassword = Password.objectionTo(password);
        if (badPassword.isPresent()) {
            return new Outcome.BadPassword(badPassword.get());
        }
        Username name = new Username(username);
        if (accounts.find(name).isPresent()) {
            return new Outcome.NameTaken(name);
        }
        return create(name, new Password(password), false, new RepositoryPattern(name.value() + "/*"))
                .<Outcome>map(Outcome.Registered::new)
                .orElseGet(() -> new Outcome.NameTaken(name));
    }

    /** Makes an administrator, who may do everything with every repository. Empty when the name is taken. */
    public Optional<Account> createAdmin(Username name, Password password) {
        return create(name, password, true, new RepositoryPattern("*"));
    }

    private Optional<Account> create(Username name, Password password, boolean admin, RepositoryPattern owned) {
        Grant everything = new Grant(owned, EnumSet.allOf(Action.class));
        return accounts.create(new NewAccount(name, hasher.hash(password), admin, everything, clock.instant()));
    }
}
