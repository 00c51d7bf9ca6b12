package io.vmregistry.client.http;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What bodies tell of themselves. The watch is attached once the exchange exists; bodies may move before that. */
final class Activity {

    private final AtomicReference<@Nullable IdleWatch> watch = new AtomicReference<>();
    private final AtomicReference<@Nullable IOException> unreadable = new AtomicReference<>();

    void attach(IdleWatch attached) {
        watch.set(attached);
    }

    /** The body that was to be sent cannot be read on our side. */
    void unreadable(IOException fault) {
        unreadable.compareAndSet(null, fault);
    }

    Optional<IOException> unreadable() {
        return Optional.ofNullable(unreadable.get());
    }

    void moved() {
        IdleWatch attached = watch.get();
        if (attached != null) {
            attached.moved();
        }
    }

    void busy(boolean working) {
        IdleWatch attached = watch.get();
        if (attached != null) {
            attached.busy(working);
        }
    }
}
