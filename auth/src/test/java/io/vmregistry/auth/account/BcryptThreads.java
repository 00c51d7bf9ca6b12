package io.vmregistry.auth.account;

import java.util.Arrays;

/** Sees which threads compute bcrypt at this moment. */
public final class BcryptThreads {

    private static final String BCRYPT = "org.wildfly.security.password.impl.BCryptPassword";

    private BcryptThreads() {}

    public static long count() {
        return Thread.getAllStackTraces().values().stream()
                .filter(BcryptThreads::areInBcrypt)
                .count();
    }

    private static boolean areInBcrypt(StackTraceElement[] frames) {
        return Arrays.stream(frames).anyMatch(frame -> frame.getClassName().startsWith(BCRYPT));
    }
}
