package io.vmregistry.daemon.compose.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.daemon.compose.SimulatedHost;
import io.vmregistry.daemon.hypervisor.MachineName;
import io.vmregistry.daemon.machine.MachineSelector;
import io.vmregistry.daemon.machine.RunRequest;
import io.vmregistry.daemon.machine.StopMode;
import io.vmregistry.spec.compose.Healthcheck;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class HealthMonitorTest {

    private static final String WEB = "web";
    private static final Healthcheck CHECK = new Healthcheck(
            new Healthcheck.Probe.Tcp(80), Duration.ofSeconds(1), Duration.ofSeconds(1), 2, Duration.ofDays(1));
    private static final Healthcheck NO_START_PERIOD =
            new Healthcheck(CHECK.probe(), CHECK.interval(), CHECK.timeout(), 2, Duration.ZERO);

    @TempDir
    Path directory;

    private SimulatedHost host;
    /** A probe's next interval begins when the test says so. */
    private final LinkedBlockingQueue<String> ticks = new LinkedBlockingQueue<>();

    @BeforeEach
    void runAMachine() throws Exception {
        host = new SimulatedHost(directory);
        host.addImage("user/tiny:1");
        host.machines.run(RunRequest.of(SimulatedHost.image("user/tiny:1")).named(new MachineName(WEB)));
    }

    @AfterEach
    void closeHost() {
        host.close();
    }

    private HealthMonitor monitor(List<Optional<String>> answers) {
        Iterator<Optional<String>> next = answers.iterator();
        return monitor((machine, check) -> next.next());
    }

    private HealthMonitor monitor(Prober prober) {
        return new HealthMonitor(
                host.machines, Clock.fixed(Instant.now(), ZoneOffset.UTC), time -> ticks.take(), () -> prober);
    }

    private void tick(int times) {
        for (int i = 0; i < times; i++) {
            ticks.add("tick");
        }
    }

    @Test
    void aSuccessMakesHealthy() throws Exception {
        try (HealthMonitor monitor = monitor(List.of(Optional.of("not yet"), Optional.empty()))) {
            monitor.watch(WEB, CHECK);
            tick(1);

            assertThat(monitor.await(WEB).orElseThrow().state()).isEqualTo(Health.State.HEALTHY);
        }
    }

    @Test
    void failuresAfterTheStartPeriodMakeUnhealthy() throws Exception {
        try (HealthMonitor monitor = monitor(List.of(Optional.of("refused"), Optional.of("refused again")))) {
            monitor.watch(WEB, NO_START_PERIOD);
            tick(1);

            assertThat(monitor.await(WEB)).contains(new Health(Health.State.UNHEALTHY, "refused again"));
        }
    }

    @Test
    void aCheckThatCannotBeMadeFails() throws Exception {
        Prober broken = (machine, check) -> {
            throw new StackOverflowError();
        };
        try (HealthMonitor monitor = monitor(broken)) {
            monitor.watch(WEB, NO_START_PERIOD);
            tick(1);

            assertThat(monitor.await(WEB).orElseThrow()).satisfies(health -> {
                assertThat(health.state()).isEqualTo(Health.State.UNHEALTHY);
                assertThat(health.reason()).contains("the check itself failed");
            });
        }
    }

    @Test
    void failuresWithinTheStartPeriodDoNotCount() throws Exception {
        try (HealthMonitor monitor = monitor(
                List.of(Optional.of("1"), Optional.of("2"), Optional.of("3"), Optional.of("4"), Optional.empty()))) {
            monitor.watch(WEB, CHECK);
            tick(4);

            assertThat(monitor.await(WEB).orElseThrow().state()).isEqualTo(Health.State.HEALTHY);
        }
    }

    @Test
    void aMachineThatEndsIsUnhealthyAtOnceAndSaysSo() throws Exception {
        try (HealthMonitor monitor = monitor(List.of(Optional.of("not yet")))) {
            host.machines.stop(MachineSelector.of(new MachineName(WEB)), new StopMode.Forced());
            monitor.watch(WEB, CHECK);

            assertThat(monitor.await(WEB).orElseThrow()).satisfies(health -> {
                assertThat(health.state()).isEqualTo(Health.State.UNHEALTHY);
                assertThat(health.reason()).contains("stopped");
            });
        }
    }

    @Test
    void nobodyWaitsForAMachineThatIsNotWatched() throws Exception {
        try (HealthMonitor monitor = monitor(List.of())) {
            assertThat(monitor.await(WEB)).isEmpty();
        }
    }
}
