package io.vmregistry.daemon.hypervisor.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.daemon.hypervisor.GuestCondition.State;
import io.vmregistry.daemon.hypervisor.GuestSpec;
import io.vmregistry.daemon.hypervisor.Hypervisor;
import io.vmregistry.daemon.hypervisor.HypervisorContract;
import io.vmregistry.daemon.hypervisor.HypervisorException.GuestRefused;
import io.vmregistry.daemon.hypervisor.StopOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedHypervisorTest extends HypervisorContract {

    private Path host;
    private SimulatedHypervisor hypervisor;

    @BeforeEach
    void begin() {
        host = directory.resolve("simulated");
        hypervisor = new SimulatedHypervisor(host, new SimulatedNetworks(host));
    }

    @Override
    protected Hypervisor hypervisor() {
        return hypervisor;
    }

    /** A simulated guest always hears. */
    @Override
    protected StopOutcome outcomeOfAsking() {
        return StopOutcome.SHUT_DOWN;
    }

    @Test
    void aGuestRunsOnWhileTheDaemonDoesNot() throws Exception {
        GuestSpec spec = spec("survivor");
        hypervisor.prepare(spec);
        hypervisor.start(spec.id());

        SimulatedHypervisor later = new SimulatedHypervisor(host, new SimulatedNetworks(host));

        assertThat(later.state(spec.id()).state()).isEqualTo(State.RUNNING);
    }

    @Test
    void aScriptedFaultIsThrownOnce() throws Exception {
        GuestSpec spec = spec("unlucky");
        hypervisor.prepare(spec);
        Files.writeString(host.resolve("faults"), "start other not this one\nstart unlucky its disk is on fire\n");

        assertThatThrownBy(() -> hypervisor.start(spec.id()))
                .isInstanceOf(GuestRefused.class)
                .hasMessageContaining("its disk is on fire");
        hypervisor.start(spec.id());

        assertThat(hypervisor.state(spec.id()).state()).isEqualTo(State.RUNNING);
        assertThat(Files.readString(host.resolve("faults"))).isEqualTo("start other not this one\n");
    }

    @Test
    void aDeafGuestLosesItsPower() throws Exception {
        GuestSpec spec = spec("deaf");
        hypervisor.prepare(spec);
        hypervisor.start(spec.id());
        Files.writeString(host.resolve("faults"), "shutdown * it does not listen\n");

        assertThat(hypervisor.stop(spec.id(), Duration.ofSeconds(1))).isEqualTo(StopOutcome.DESTROYED);
    }
}
