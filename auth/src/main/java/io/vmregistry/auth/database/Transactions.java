package io.vmregistry.auth.database;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does work in a transaction, and tells a database that is away from work that is wrong. Work inside of work belongs to
 * the same transaction: it is kept or lost as a whole.
 */
@ApplicationScoped
public class Transactions {

    /** First two characters of SQL states that speak of the server or the way to it, not of the statement. */
    private static final Set<String> AWAY = Set.of("08", "25", "28", "53", "57", "58", "XX");

    /** As {@link #call}, for work that has no result. */
    public void run(String purpose, Runnable work) {
        call(purpose, () -> {
            work.run();
            return true;
        });
    }

    /**
     * Runs the work and commits it, unless it is part of other work, which will be committed. An exception of the work
     * rolls back and passes through.
     *
     * @param purpose completes "Tried to …"
     * @throws DatabaseUnavailableException when the database is away, or went away before the commit was confirmed
     */
    public <T> T call(String purpose, Supplier<T> work) {
        try {
            return QuarkusTransaction.joiningExisting().call(work::get);
        } catch (RuntimeException e) {
            if (isAway(e)) {
                throw new DatabaseUnavailableException(
                        "Tried to %s but failed because the database does not answer now. Try again in a moment."
                                .formatted(purpose),
                        e);
            }
            throw e;
        }
    }

    private static boolean isAway(RuntimeException fault) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>();
        open.add(fault);
        while (!open.isEmpty()) {
            Throwable next = open.remove();
            if (!seen.add(next)) {
                continue;
            }
            if (next instanceof SQLException sql) {
                return isAwayState(sql.getSQLState());
            }
            if (next.getCause() != null) {
                open.add(next.getCause());
            }
            Collections.addAll(open, next.getSuppressed());
        }
        return fault instanceof QuarkusTransactionException;
    }

    /** The connection pool's own exceptions carry no state: no connection could be had. */
    private static boolean isAwayState(@Nullable String state) {
        return state == null || state.length() < 2 || AWAY.contains(state.substring(0, 2));
    }
}
