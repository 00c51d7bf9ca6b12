package io.vmregistry.auth;

import io.quarkus.runtime.configuration.DurationConverter;
import io.vmregistry.auth.key.SigningKey;
import java.time.Duration;

/** Reads what flags hold. A message names the flag and says what it takes. */
final class FlagText {

    static final int MAX_KEY_BITS = 8192;

    private FlagText() {}

    static Duration duration(String flag, String text) {
        try {
            Duration duration = DurationConverter.parseDuration(text);
            if (duration != null && !duration.isNegative()) {
                return duration;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(durationWanted(flag, text), e);
        }
        throw new IllegalArgumentException(durationWanted(flag, text));
    }

    private static String durationWanted(String flag, String text) {
        return "%s must be a duration such as 10m or 30d, not \"%s\"".formatted(flag, text);
    }

    static void requireKeyBits(int bits) {
        if (bits < SigningKey.MIN_BITS || bits > MAX_KEY_BITS) {
            throw new IllegalArgumentException(
                    "-key-bits must be %d to %d, not %d".formatted(SigningKey.MIN_BITS, MAX_KEY_BITS, bits));
        }
    }
}
