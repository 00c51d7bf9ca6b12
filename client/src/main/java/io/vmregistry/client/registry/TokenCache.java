package io.vmregistry.client.registry;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.auth.AccessToken;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Tokens by what they allow. Of several threads that need the same one, one fetches it and the others wait for that. */
final class TokenCache {

    private final Clock clock;
    private final Map<AccessScope, Slot> slots = new ConcurrentHashMap<>();

    TokenCache(Clock clock) {
        this.clock = clock;
    }

    private static final class Slot {
        private final ReentrantLock fetching = new ReentrantLock();
        private final AtomicReference<Optional<AccessToken>> token = new AtomicReference<>(Optional.empty());
    }

    /**
     * The token that is kept, or what {@code source} fetches, as the value of an {@code Authorization} header.
     *
     * @throws ClientException.Cancelled when this thread is interrupted while another one fetches; the interrupt stays set
     */
    String header(AccessScope scope, Supplier<AccessToken> source) {
        Slot slot = slot(scope);
        try {
            slot.fetching.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException.Cancelled("get a token for " + scope);
        }
        try {
            AccessToken usable = slot.token
                    .get()
                    .filter(kept -> kept.usableAt(clock.instant()))
                    .orElseGet(source);
            slot.token.set(Optional.of(usable));
            return bearer(usable);
        } finally {
            slot.fetching.unlock();
        }
    }

    /** Forgets the token of a header that was refused, unless another thread has replaced it already. */
    void drop(AccessScope scope, String refused) {
        slot(scope)
                .token
                .updateAndGet(kept -> kept.filter(token -> !bearer(token).equals(refused)));
    }

    private Slot slot(AccessScope scope) {
        return slots.computeIfAbsent(scope, any -> new Slot());
    }

    private static String bearer(AccessToken token) {
        return "Bearer " + token.value().reveal();
    }
}
