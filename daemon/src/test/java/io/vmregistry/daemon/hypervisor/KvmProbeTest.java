package io.vmregistry.daemon.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KvmProbeTest {

    @TempDir
    private Path directory;

    private Accelerator.Verdict verdict(String script, Duration deadline) throws Exception {
        Path program = Files.writeString(directory.resolve("qemu"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new KvmProbe(directory, program.toString(), deadline).get();
    }

    @Test
    void takesKvmWhenTheGuestCameToItsEnd() throws Exception {
        assertThat(verdict("exit 33", Duration.ofSeconds(10)).accelerator()).isEqualTo(Accelerator.KVM);
    }

    @Test
    void quotesWhyTheGuestDidNot() throws Exception {
        Accelerator.Verdict verdict = verdict("echo failed to set MSR 0x10a >&2; exit 134", Duration.ofSeconds(10));

        assertThat(verdict.accelerator()).isEqualTo(Accelerator.TCG);
        assertThat(verdict.reason()).contains("134", "failed to set MSR 0x10a");
    }

    @Test
    void doesNotWaitForAGuestThatHangs() throws Exception {
        Accelerator.Verdict verdict = verdict("exec sleep 600", Duration.ofMillis(200));

        assertThat(verdict.accelerator()).isEqualTo(Accelerator.TCG);
        assertThat(verdict.reason()).contains("did not end");
    }

    @Test
    void saysThatThereIsNoDevice() {
        Accelerator.Verdict verdict = new KvmProbe(directory.resolve("no-kvm"), "qemu", Duration.ofSeconds(1)).get();

        assertThat(verdict.accelerator()).isEqualTo(Accelerator.TCG);
        assertThat(verdict.reason()).contains("no-kvm");
    }

    @Test
    void asksOnceAndOnlyWhenNobodyChose() {
        AtomicInteger probes = new AtomicInteger();
        AcceleratorChoice automatic = AcceleratorChoice.of(Optional.empty(), () -> {
            probes.incrementAndGet();
            return new Accelerator.Verdict(Accelerator.KVM, "it ran");
        });
        automatic.get();
        automatic.get();
        AcceleratorChoice chosen = AcceleratorChoice.of(Optional.of(Accelerator.TCG), automatic);

        assertThat(chosen.get().accelerator()).isEqualTo(Accelerator.TCG);
        assertThat(probes).hasValue(1);
    }
}
