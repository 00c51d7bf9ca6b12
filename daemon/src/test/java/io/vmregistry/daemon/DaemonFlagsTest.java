package io.vmregistry.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

class DaemonFlagsTest {

    @Test
    void takesEveryFlagWithOneDashOrTwo() {
        DaemonFlags flags = new DaemonFlags();
        flags.parser().parseArgs("-socket", "/tmp/a.sock", "--registry-url", "http://127.0.0.1:8080", "-accel=tcg");
        assertThat(flags.properties())
                .containsEntry("vm-registry.daemon.socket", "/tmp/a.sock")
                .containsEntry("vm-registry.daemon.registry-url", "http://127.0.0.1:8080")
                .containsEntry("vm-registry.daemon.accel", "tcg");
    }

    @Test
    void leavesWhatIsNotGivenToVariablesAndDefaults() {
        DaemonFlags flags = new DaemonFlags();
        flags.parser().parseArgs();
        assertThat(flags.properties().keySet()).allMatch(key -> key.startsWith("quarkus.log."));
    }

    @Test
    void refusesAnUnknownFlag() {
        assertThatThrownBy(() -> new DaemonFlags().parser().parseArgs("-sockt", "x"))
                .isInstanceOf(ParameterException.class);
    }

    @Test
    void knowsItsVersion() {
        assertThat(DaemonFlags.programVersion()).startsWith("0.");
    }
}
