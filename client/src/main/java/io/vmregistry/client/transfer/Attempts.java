package io.vmregistry.client.transfer;

import io.vmregistry.client.ClientException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Counts failures in a row. Progress forgives all of them: a slow line may break as often as it likes. */
final class Attempts {

    private final TransferSettings settings;
    private final Pause pause;
    private final String tried;
    private int failures;

    Attempts(TransferSettings settings, Pause pause, String tried) {
        this.settings = settings;
        this.pause = pause;
        this.tried = tried;
    }

    /** Repeats what moves all or nothing until the other side could be reached. */
    <T> T repeat(Supplier<T> work) {
        while (true) {
            try {
                return work.get();
            } catch (ClientException.Unavailable e) {
                failed(e);
            }
        }
    }

    void progressed() {
        failures = 0;
    }

    /** Waits before the next attempt, or gives the fault back when there were enough. */
    void failed(ClientException fault) {
        failures++;
        if (failures >= settings.attempts()) {
            throw fault;
        }
        try {
            pause.pause(wait(fault));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException.Cancelled(tried);
        }
    }

    /** Doubling, with up to a quarter more by chance, so that many clients do not come back at once. */
    private Duration wait(ClientException fault) {
        Duration doubled = settings.firstPause().multipliedBy(1L << Math.min(failures - 1, 20));
        Duration bounded = doubled.compareTo(settings.longestPause()) > 0 ? settings.longestPause() : doubled;
        Duration jitter =
                bounded.multipliedBy(ThreadLocalRandom.current().nextInt(26)).dividedBy(100);
        Duration own = bounded.plus(jitter);
        if (fault instanceof ClientException.Unavailable unavailable) {
            Duration asked = unavailable.retryAfter().orElse(Duration.ZERO);
            Duration obeyed = asked.compareTo(settings.longestPause().multipliedBy(4)) > 0
                    ? settings.longestPause().multipliedBy(4)
                    : asked;
            return obeyed.compareTo(own) > 0 ? obeyed : own;
        }
        return own;
    }
}
