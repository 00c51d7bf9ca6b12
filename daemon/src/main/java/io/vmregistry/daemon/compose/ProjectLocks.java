package io.vmregistry.daemon.compose;

import io.vmregistry.spec.compose.ProjectName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Lets one call at a time change a project; the next one waits its turn. */
final class ProjectLocks {

    private final Map<ProjectName, Semaphore> locks = new ConcurrentHashMap<>();

    /** Held until it is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for the calls before this one.
     *
     * @throws ComposeException.Cancelled when the caller goes away meanwhile
     */
    Held acquire(String action, ProjectName project, Cancellation cancellation) {
        Semaphore lock = locks.computeIfAbsent(project, key -> new Semaphore(1, true));
        try {
            cancellation.interrupting(lock::acquire);
        } catch (InterruptedException e) {
            throw new ComposeException.Cancelled(action, project);
        }
        return lock::release;
    }
}
