package io.vmregistry.e2e.drill;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * When a program is killed: after a part of the disk's bytes has gone over the wire, or some time after all of them,
 * when they are synced, named and acknowledged.
 */
record Moment(int number, Operation operation, Victim victim, double part, long millisAfter) {

    enum Operation {
        IMPORT,
        PUSH,
        PULL
    }

    enum Victim {
        DAEMON,
        REGISTRY
    }

    /** Of four moments one lies behind the last byte: the end is short and has the most steps. */
    private static final double AFTER_THE_BYTES = 0.25;

    private static final int LONGEST_END_MILLIS = 120;

    /** The operations take turns, since each builds on the one before. */
    static Moment random(int number, RandomGenerator random) {
        Operation operation = Operation.values()[number % Operation.values().length];
        // An import does not know of the registry.
        Victim victim = operation == Operation.IMPORT || random.nextBoolean() ? Victim.DAEMON : Victim.REGISTRY;
        if (random.nextDouble() < AFTER_THE_BYTES) {
            return new Moment(number, operation, victim, 1, random.nextInt(LONGEST_END_MILLIS));
        }
        return new Moment(number, operation, victim, random.nextDouble(), 0);
    }

    @Override
    public String toString() {
        String when = part < 1
                ? String.format(Locale.ROOT, "after %.1f %% of the bytes", part * 100)
                : "%d ms after the last byte".formatted(millisAfter);
        return "%d: the %s is killed %s of %s"
                .formatted(
                        number + 1,
                        victim.name().toLowerCase(Locale.ROOT),
                        when,
                        operation.name().toLowerCase(Locale.ROOT));
    }
}
