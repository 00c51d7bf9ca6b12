package io.vmregistry.daemon;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Runs the daemon inside Quarkus: from the settings to the end of the process. */
@ApplicationScoped
class DaemonApplication implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(DaemonApplication.class);

    private final DaemonConfig config;
    private final AtomicReference<Optional<Daemon>> running = new AtomicReference<>(Optional.empty());

    @Inject
    DaemonApplication(DaemonConfig config) {
        this.config = config;
    }

    @Override
    public int run(String... args) {
        try {
            running.set(Optional.of(Daemon.start(config)));
        } catch (StartRefusedException e) {
            LOG.error(e.getMessage());
            return 1;
        }
        Quarkus.waitForExit();
        return 0;
    }

    void stop(@Observes ShutdownEvent event) {
        running.getAndSet(Optional.empty()).ifPresent(Daemon::close);
    }
}
