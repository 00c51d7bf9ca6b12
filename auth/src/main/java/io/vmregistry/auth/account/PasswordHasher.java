package io.vmregistry.auth.account;

import io.quarkus.elytron.security.common.BcryptUtil;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * bcrypt, on few platform threads of its own: a hash takes a fifth of a second of pure computation, and a flood of
 * logins must neither take all processors nor block the threads that answer everything else.
 */
public final class PasswordHasher implements AutoCloseable {

    /** Requests that may wait for a thread; at cost 12 on one thread that is about ten seconds. */
    private static final int MAX_WAITING = 50;

    private final int cost;
    private final ThreadPoolExecutor threads;
    private final Future<PasswordHash> nobodysHash;

    /**
     * @param cost base-2 logarithm of bcrypt's rounds
     * @param concurrency how many hashes may be computed at a time
     */
    public PasswordHasher(int cost, int concurrency) {
        this.cost = cost;
        this.threads = new ThreadPoolExecutor(
                concurrency,
                concurrency,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Thread.ofPlatform().daemon().name("bcrypt-", 0).factory());
        this.nobodysHash = threads.submit(() -> compute("nobody has this password"));
    }

    /**
     * A new hash with a new salt.
     *
     * @throws TooBusyException when too many callers wait already
     */
    public PasswordHash hash(Password password) {
        return run(() -> compute(password.value()));
    }

    /** As {@link #hash}; empty when too many callers wait already. */
    public Optional<PasswordHash> hashUnlessBusy(Password password) {
        return threads.getQueue().remainingCapacity() == 0 ? Optional.empty() : Optional.of(hash(password));
    }

    /**
     * Does nothing while another caller may wait.
     *
     * @throws TooBusyException when too many callers wait already
     */
    public void refuseWhenFull() {
        if (threads.getQueue().remainingCapacity() == 0) {
            throw tooMany();
        }
    }

    /**
     * Whether the hash is of this password. A wrong password takes as long as {@link #matchesNobody}, also with a hash
     * that is cheaper than today's.
     *
     * @throws TooBusyException when too many callers wait already
     */
    public boolean matches(String candidate, PasswordHash hash) {
        if (Password.parse(candidate).isEmpty()) {
            matchesNobody();
            return false;
        }
        return run(() -> BcryptUtil.matches(candidate, hash.value()) || topUp(hash));
    }

    /** Computes what the hash lacks: a cost is twice the rounds of the one below it. Always false. */
    private boolean topUp(PasswordHash hash) {
        for (int missing = hash.cost(); missing < cost; missing++) {
            BcryptUtil.bcryptHash("a guess that is always wrong", missing);
        }
        return false;
    }

    /**
     * Takes the time of {@link #matches} without an account to check, so that the time does not tell whether there is one.
     *
     * @throws TooBusyException when too many callers wait already
     */
    public void matchesNobody() {
        PasswordHash hash = await(nobodysHash);
        run(() -> BcryptUtil.matches("a guess that is always wrong", hash.value()));
    }

    /** Whether the hash is weaker than the cost that is set now. */
    public boolean isOutdated(PasswordHash hash) {
        return hash.cost() < cost;
    }

    private PasswordHash compute(String password) {
        return new PasswordHash(BcryptUtil.bcryptHash(password, cost));
    }

    private <T> T run(Callable<T> work) {
        try {
            return await(threads.submit(work));
        } catch (RejectedExecutionException e) {
            throw tooMany();
        }
    }

    private static TooBusyException tooMany() {
        return new TooBusyException(
                "Tried to check a password but failed because %d others wait already. Try again in a moment."
                        .formatted(MAX_WAITING));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TooBusyException("Tried to check a password but failed because the server is stopping.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("bcrypt failed", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
