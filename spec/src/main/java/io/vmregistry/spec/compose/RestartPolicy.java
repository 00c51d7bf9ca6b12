package io.vmregistry.spec.compose;

import java.time.Duration;
import java.util.Optional;

/**
 * When an ended guest is started again.
 *
 * @param maxRetries how often, before it stays down; empty is without end
 * @param backoff the wait before the first restart
 */
public record RestartPolicy(Mode mode, Optional<Integer> maxRetries, Duration backoff) {

    public static final Duration DEFAULT_BACKOFF = Duration.ofSeconds(10);
    public static final RestartPolicy NEVER = of(Mode.NO);

    /** Which endings count. */
    public enum Mode {
        NO("no"),
        ON_FAILURE("on-failure"),
        ALWAYS("always"),
        UNLESS_STOPPED("unless-stopped");

        private final String label;

        Mode(String label) {
            this.label = label;
        }

        /** The word in the file. */
        public String label() {
            return label;
        }

        public static Optional<Mode> parse(String text) {
            for (Mode mode : values()) {
                if (mode.label.equals(text)) {
                    return Optional.of(mode);
                }
            }
            return Optional.empty();
        }
    }

    public static RestartPolicy of(Mode mode) {
        return new RestartPolicy(mode, Optional.empty(), DEFAULT_BACKOFF);
    }
}
