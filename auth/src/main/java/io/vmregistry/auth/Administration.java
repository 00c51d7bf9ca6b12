package io.vmregistry.auth;

import static java.util.Objects.requireNonNull;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.vmregistry.auth.administration.AccountAdministration;
import io.vmregistry.auth.administration.RuleAdministration;
import io.vmregistry.auth.audit.AuditLog;
import io.vmregistry.auth.database.DatabaseUrl;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The server's parts without its port: does one task of a subcommand on the database and ends. */
@Singleton
@Unremovable
public final class Administration implements QuarkusApplication {

    /** What a subcommand does. */
    interface Task {
        /** @return the exit code */
        int run(Parts parts);
    }

    /** What there is to do it with. */
    record Parts(AccountAdministration accounts, RuleAdministration rules, AuditLog audit) {}

    /** Quarkus makes this object, so the task waits here. */
    private static final AtomicReference<@Nullable Task> TASK = new AtomicReference<>();

    private final Parts parts;

    Administration(AccountAdministration accounts, RuleAdministration rules, AuditLog audit) {
        this.parts = new Parts(accounts, rules, audit);
    }

    /** Connects, does the task, and disconnects. */
    static int run(DatabaseUrl database, int bcryptCost, Task task) {
        ServerProperties.database(database);
        ServerProperties.set("vm-registry.auth.serving", "false");
        ServerProperties.set("vm-registry.auth.bcrypt-cost", Integer.toString(bcryptCost));
        ServerProperties.set("quarkus.http.host-enabled", "false");
        ServerProperties.set("quarkus.log.level", "WARN");
        ServerProperties.set("quarkus.log.console.stderr", "true");
        TASK.set(task);
        AtomicInteger code = new AtomicInteger();
        AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
        Quarkus.run(Administration.class, (exitCode, thrown) -> {
            code.set(exitCode);
            fault.set(thrown);
        });
        Throwable thrown = fault.get();
        if (thrown != null) {
            throw new IllegalStateException(
                    "Tried to work on the database %s but failed because: %s".formatted(database, thrown.getMessage()),
                    thrown);
        }
        return code.get();
    }

    @Override
    public int run(String... arguments) {
        return requireNonNull(TASK.get(), "a subcommand sets its task").run(parts);
    }
}
