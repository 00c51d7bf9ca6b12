package io.vmregistry.auth.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/** Brings two transactions together at a row that one of them holds and the other one wants. */
public record HeldRows(DataSource database, Transactions transactions) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What came of the work that held the row and of the work that waited for it. */
    public record Results<A, B>(A holding, B waiting) {}

    /**
     * Does the first work, commits it only when the second one waits for a lock or is done, and gives both results.
     * The second one is done early only where it needs no lock of the first.
     */
    public <A, B> Results<A, B> bringTogether(Callable<A> holding, Callable<B> waiting) throws Exception {
        CountDownLatch uncommitted = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<A> first = threads.submit(() -> transactions.call("hold a row", () -> {
                A result = called(holding);
                uncommitted.countDown();
                called(() -> {
                    commit.await();
                    return true;
                });
                return result;
            }));
            try {
                // A first work that fails never gets to the latch.
                spinUntil(() -> uncommitted.getCount() == 0 || first.isDone());
                Future<B> second = threads.submit(waiting);
                spinUntil(() -> second.isDone() || somebodyWaits());
                commit.countDown();
                return new Results<>(first.get(), second.get());
            } finally {
                commit.countDown();
            }
        }
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    /** PostgreSQL tells nobody that a transaction waits; it has to be asked. */
    private static void spinUntil(Condition condition) throws SQLException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("neither an end nor a wait within " + PATIENCE);
            }
            Thread.onSpinWait();
        }
    }

    private boolean somebodyWaits() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement();
                ResultSet waiting = sql.executeQuery("select 1 from pg_locks where not granted")) {
            return waiting.next();
        }
    }

    private static <T> T called(Callable<T> work) {
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
