package io.vmregistry.lsp.image;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Image names as they were last known. Asking for them has somebody asked in the background when the last answer is old; until
 * that answers, and when it does not, the last answer stands.
 */
public final class RememberedImages implements ImageNames {

    private final Source source;
    private final Executor executor;
    private final Clock clock;
    private final Duration holds;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile List<String> names = List.of();
    private volatile Instant asked = Instant.MIN;

    /** Somebody who knows images, and may take time to say so. */
    public interface Source {

        /** Empty when nobody can be asked now. */
        Optional<List<String>> names();
    }

    /** @param holds how long an answer is new */
    public RememberedImages(Source source, Executor executor, Clock clock, Duration holds) {
        this.source = source;
        this.executor = executor;
        this.clock = clock;
        this.holds = holds;
    }

    @Override
    public List<String> known() {
        Instant now = clock.instant();
        boolean old = asked.equals(Instant.MIN) || now.isAfter(asked.plus(holds));
        if (old && asking.compareAndSet(false, true)) {
            executor.execute(() -> ask(now));
        }
        return names;
    }

    private void ask(Instant now) {
        try {
            source.names().ifPresent(found -> names = List.copyOf(found));
        } finally {
            asked = now;
            asking.set(false);
        }
    }
}
