package io.vmregistry.daemon;

import io.vmregistry.daemon.cloudinit.IsoSeedImages;
import io.vmregistry.daemon.disk.QemuImg;
import io.vmregistry.daemon.health.Health;
import io.vmregistry.daemon.hypervisor.Accelerator;
import io.vmregistry.daemon.hypervisor.AcceleratorChoice;
import io.vmregistry.daemon.hypervisor.Backend;
import io.vmregistry.daemon.hypervisor.BackendTag;
import io.vmregistry.daemon.hypervisor.HypervisorHealth;
import io.vmregistry.daemon.hypervisor.HypervisorRouter;
import io.vmregistry.daemon.hypervisor.KvmProbe;
import io.vmregistry.daemon.hypervisor.libvirt.LibvirtHost;
import io.vmregistry.daemon.hypervisor.libvirt.LibvirtHypervisor;
import io.vmregistry.daemon.hypervisor.libvirt.LibvirtNetworks;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedDiskImages;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedHypervisor;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedNetworks;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedSeedImages;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The hypervisors that the settings ask for. {@code auto} is libvirt, whether or not it can be reached now: machines are
 * never simulated unless somebody said so.
 */
final class Backends implements AutoCloseable {

    private final HypervisorRouter router;
    private final Optional<LibvirtHost> libvirt;

    private Backends(HypervisorRouter router, Optional<LibvirtHost> libvirt) {
        this.router = router;
        this.libvirt = libvirt;
    }

    static Backends of(DaemonConfig config, Path storage) {
        BackendTag standard = config.hypervisor().equals("auto")
                ? BackendTag.LIBVIRT
                : BackendTag.parse(config.hypervisor())
                        .filter(tag -> tag == BackendTag.LIBVIRT || tag == BackendTag.SIMULATED)
                        .orElseThrow(() -> new StartRefusedException(
                                "Tried to start with -hypervisor \"%s\" but failed because this build has libvirt and simulated only. Use one of these, or auto."
                                        .formatted(config.hypervisor())));
        AcceleratorChoice acceleration = AcceleratorChoice.of(accelerator(config.accel()), new KvmProbe());
        Backend simulated = simulated(storage.resolve("simulated"));
        if (standard == BackendTag.SIMULATED) {
            return new Backends(new HypervisorRouter(standard, List.of(simulated)), Optional.empty());
        }
        LibvirtHost host = new LibvirtHost(config.libvirtUri());
        Backend libvirt = new Backend(
                new LibvirtHypervisor(host, acceleration),
                new LibvirtNetworks(host),
                new QemuImg(),
                new IsoSeedImages());
        return new Backends(new HypervisorRouter(standard, List.of(libvirt, simulated)), Optional.of(host));
    }

    private static Backend simulated(Path folder) {
        SimulatedNetworks networks = new SimulatedNetworks(folder);
        return new Backend(
                new SimulatedHypervisor(folder, networks),
                networks,
                new SimulatedDiskImages(),
                new SimulatedSeedImages());
    }

    private static Optional<Accelerator> accelerator(String text) {
        if (text.equals("auto")) {
            return Optional.empty();
        }
        return Optional.of(Accelerator.parse(text)
                .orElseThrow(() -> new StartRefusedException(
                        "Tried to start with -accel \"%s\" but failed because it is none of auto, kvm and tcg."
                                .formatted(text))));
    }

    HypervisorRouter router() {
        return router;
    }

    /** How the hypervisor of new machines is, for the health check. */
    Health health() {
        HypervisorHealth health = router.standard().hypervisor().health();
        String name = router.standard().tag().label();
        String acceleration = health.acceleration()
                .map(verdict -> ", %s: %s".formatted(verdict.accelerator().label(), verdict.reason()))
                .orElse("");
        return health.usable()
                ? Health.ok(name, health.version() + acceleration)
                : Health.unreachable(name, health.message());
    }

    @Override
    public void close() {
        libvirt.ifPresent(LibvirtHost::close);
    }
}
