package io.vmregistry.daemon.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.PointerType;
import io.vmregistry.daemon.hypervisor.Accelerator;
import io.vmregistry.daemon.hypervisor.AcceleratorChoice;
import io.vmregistry.daemon.hypervisor.Hypervisor;
import io.vmregistry.daemon.hypervisor.HypervisorContract;
import io.vmregistry.daemon.hypervisor.StopOutcome;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** libvirt's own test driver: the whole adapter without libvirtd, QEMU or root. */
class LibvirtTestDriverTest extends HypervisorContract {

    private static LibvirtHost host;
    private static LibvirtHypervisor hypervisor;

    @BeforeAll
    static void connect() {
        host = new LibvirtHost("test:///default");
        hypervisor = new LibvirtHypervisor(host, AcceleratorChoice.of(Optional.of(Accelerator.TCG), () -> {
            throw new IllegalStateException("nobody asked for a probe");
        }));
        Assumptions.assumeTrue(hypervisor.health().usable(), "libvirt's client library is not installed");
    }

    @AfterAll
    static void disconnect() {
        host.close();
    }

    @Test
    void anErrorIsNotTakenForAnAbsentDomain() {
        assertThatThrownBy(() -> LibvirtNative.state(new NoConnection(), UUID.randomUUID()))
                .isInstanceOf(LibvirtNative.NativeFault.class)
                .hasMessageContaining("invalid connection");
    }

    /** What a connection is after it was closed. */
    public static final class NoConnection extends PointerType {}

    @Override
    protected Hypervisor hypervisor() {
        return hypervisor;
    }

    /** The test driver's guests shut down as soon as they are asked. */
    @Override
    protected StopOutcome outcomeOfAsking() {
        return StopOutcome.SHUT_DOWN;
    }

    /** There is no process that could write to a console. */
    @Override
    protected boolean hasConsole() {
        return false;
    }
}
