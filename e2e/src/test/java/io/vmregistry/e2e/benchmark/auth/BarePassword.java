package io.vmregistry.e2e.benchmark.auth;

import io.quarkus.elytron.security.common.BcryptUtil;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** bcrypt and nothing else, at the server's default cost and on one thread, as the server has it on two processors. */
record BarePassword(String password, String hash) {

    private static final int COST = 12;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    static BarePassword of(String password) {
        return new BarePassword(password, BcryptUtil.bcryptHash(password, COST));
    }

    /** Checks in a CPU second of this thread, counted for so many seconds. */
    double perCpuSecond(double seconds) {
        long begun = THREADS.getCurrentThreadCpuTime();
        long checked = 0;
        double used;
        do {
            if (!BcryptUtil.matches(password, hash)) {
                throw new IllegalStateException("bcrypt does not know its own hash");
            }
            checked++;
            used = (THREADS.getCurrentThreadCpuTime() - begun) / 1e9;
        } while (used < seconds);
        return checked / used;
    }
}
