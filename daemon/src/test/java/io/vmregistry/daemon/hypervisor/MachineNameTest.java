package io.vmregistry.daemon.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "A", "a.b", "a_b", "../etc"})
    void refusesWhatIsNoDnsLabel(String text) {
        assertThat(MachineName.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"my-vm,my-vm", "My_VM.2,my-vm-2", "...,vm", "-x-,x"})
    void findsTheNearestName(String text, String name) {
        assertThat(MachineName.resembling(text)).hasToString(name);
    }

    @Test
    void aNumberedNameIsNeverTooLong() {
        MachineName longest = new MachineName("a".repeat(63));

        assertThat(longest.numbered(12).value()).hasSize(63).endsWith("-12");
    }
}
