package io.vmregistry.daemon.compose.health;

import io.vmregistry.daemon.hypervisor.MachineName;
import io.vmregistry.daemon.machine.Machine;
import io.vmregistry.daemon.machine.MachineSelector;
import io.vmregistry.daemon.machine.MachineState;
import io.vmregistry.daemon.machine.Machines;
import io.vmregistry.spec.compose.Healthcheck;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Probes machines for as long as they are watched, each on a thread of its own. A machine is starting until its first
 * success; after its start period, as many failures in a row as the check allows make it unhealthy; a success makes it healthy
 * again. A machine that started anew begins anew.
 */
public final class HealthMonitor implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(HealthMonitor.class);

    private final Machines machines;
    private final Clock clock;
    private final Pacer pacer;
    private final Supplier<Prober> probers;
    private final Map<String, Watch> watches = new HashMap<>();

    public HealthMonitor(Machines machines, Clock clock, Pacer pacer) {
        this(machines, clock, pacer, GuestProber::new);
    }

    HealthMonitor(Machines machines, Clock clock, Pacer pacer, Supplier<Prober> probers) {
        this.machines = machines;
        this.clock = clock;
        this.pacer = pacer;
        this.probers = probers;
    }

    /** Begins to watch a machine, also one that does not run yet. One that is watched with the same check stays so. */
    public synchronized void watch(String machine, Healthcheck check) {
        Watch earlier = watches.get(machine);
        if (earlier != null && earlier.check.equals(check)) {
            return;
        }
        forget(machine);
        Watch watch = new Watch(machine, check);
        watches.put(machine, watch);
        watch.thread.start();
    }

    /** Ends watching a machine; nothing happens for one that is not watched. */
    public synchronized void forget(String machine) {
        Watch watch = watches.remove(machine);
        if (watch != null) {
            watch.thread.interrupt();
            notifyAll();
        }
    }

    /** Empty for a machine that is not watched. */
    public synchronized Optional<Health> health(String machine) {
        return Optional.ofNullable(watches.get(machine)).map(watch -> watch.health);
    }

    /**
     * Waits until a watched machine is healthy or unhealthy.
     *
     * @return that, or empty when it is not watched any more
     */
    public synchronized Optional<Health> await(String machine) throws InterruptedException {
        while (true) {
            Optional<Health> health = health(machine);
            if (health.isEmpty() || health.get().state() != Health.State.STARTING) {
                return health;
            }
            wait();
        }
    }

    private synchronized void publish(Watch watch, Health health) {
        watch.health = health;
        notifyAll();
    }

    @Override
    public synchronized void close() {
        watches.values().forEach(watch -> watch.thread.interrupt());
        watches.clear();
        notifyAll();
    }

    /** One machine under watch. */
    private final class Watch {
        private final String machine;
        private final Healthcheck check;
        private final Thread thread;
        private volatile Health health = new Health(Health.State.STARTING, "");
        private Prober prober = probers.get();
        private Optional<Instant> started = Optional.empty();
        private int failures;

        Watch(String machine, Healthcheck check) {
            this.machine = machine;
            this.check = check;
            this.thread = thread().name("health-" + machine).unstarted(this::run);
        }

        /** Matching a console computes: on a virtual thread it would keep others from running. */
        private Thread.Builder thread() {
            return check.probe() instanceof Healthcheck.Probe.Console
                    ? Thread.ofPlatform().daemon()
                    : Thread.ofVirtual();
        }

        private void run() {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    look();
                    pacer.pause(check.interval());
                }
            } catch (InterruptedException e) {
                LOG.debugf("Machine \"%s\" is not watched any more", machine);
            }
        }

        private void look() {
            Optional<Machine> there = find();
            if (there.isEmpty() || there.get().state() != MachineState.RUNNING) {
                failures++;
                String state = there.map(found -> found.state().label() + reasonOf(found))
                        .orElse("not there");
                judge("the machine is " + state, there.isPresent() && ended(there.get()));
                return;
            }
            if (!there.get().started().equals(started)) {
                started = there.get().started();
                prober = probers.get();
                failures = 0;
                publish(this, new Health(Health.State.STARTING, ""));
            }
            Optional<String> failure = probe(there.get());
            failures = failure.isEmpty() ? 0 : failures + (isStarting() ? 0 : 1);
            failure.ifPresentOrElse(
                    why -> judge(why, false), () -> publish(this, new Health(Health.State.HEALTHY, "")));
        }

        /** A check that cannot be made is one that fails: who waits for the machine would wait for ever otherwise. */
        private Optional<String> probe(Machine running) {
            try {
                return prober.probe(running, check);
            } catch (RuntimeException | StackOverflowError e) {
                LOG.warnf("The health of machine \"%s\" cannot be checked: %s", machine, e);
                return Optional.of("the check itself failed: " + e);
            }
        }

        private Optional<Machine> find() {
            try {
                return MachineName.parse(machine).map(MachineSelector::of).flatMap(machines::find);
            } catch (RuntimeException e) {
                LOG.debugf("The state of machine \"%s\" is not known now: %s", machine, e.getMessage());
                return Optional.empty();
            }
        }

        /** The start period of a machine that has succeeded once is over. */
        private boolean isStarting() {
            return health.state() == Health.State.STARTING
                    && clock.instant().isBefore(started.orElse(clock.instant()).plus(check.startPeriod()));
        }

        private void judge(String failure, boolean ended) {
            boolean unhealthy = ended || failures >= check.retries();
            publish(this, new Health(unhealthy ? Health.State.UNHEALTHY : health.state(), failure));
        }

        private static boolean ended(Machine machine) {
            return machine.state() == MachineState.CRASHED || machine.state() == MachineState.STOPPED;
        }

        private static String reasonOf(Machine machine) {
            return machine.stateReason().isEmpty() ? "" : " (" + machine.stateReason() + ")";
        }
    }
}
