package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.hypervisor.Backend;
import io.vmregistry.daemon.hypervisor.BackendTag;
import io.vmregistry.daemon.hypervisor.HypervisorRouter;
import io.vmregistry.daemon.hypervisor.MachineName;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedDiskImages;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedHypervisor;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedNetworks;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedSeedImages;
import io.vmregistry.daemon.machine.MachineRecord.Life;
import io.vmregistry.daemon.machine.MachineRecord.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The machines of a simulated host, and the daemons that come and go over them. */
final class SimulatedHost implements AutoCloseable {

    static final MachineName WEB = new MachineName("web");
    static final MachineSelector ANY_WEB = MachineSelector.of(WEB);
    static final Duration SOON = Duration.ofSeconds(10);

    final Path runtime;
    final TestImages images;
    private final Path host;
    SimulatedHypervisor hypervisor;
    LocalMachines machines;

    /** A host with a daemon that has just started. */
    SimulatedHost(Path directory) throws Exception {
        runtime = directory.resolve("runtime");
        host = directory.resolve("simulated");
        images = new TestImages(directory);
        open();
        machines.recover();
    }

    /** A daemon that starts on what another left. */
    void open() {
        SimulatedNetworks networks = new SimulatedNetworks(host);
        hypervisor = new SimulatedHypervisor(host, networks);
        Backend backend = new Backend(hypervisor, networks, new SimulatedDiskImages(), new SimulatedSeedImages());
        machines = new LocalMachines(
                runtime, images, new HypervisorRouter(BackendTag.SIMULATED, List.of(backend)), Clock.systemUTC());
    }

    Machine web() throws InterruptedException {
        return machines.run(RunRequest.of(TestImages.IMAGE).named(WEB));
    }

    void script(String fault) throws Exception {
        Path written = Files.writeString(host.resolve("faults.new"), fault + "\n");
        Files.move(written, host.resolve("faults"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** What is on disk when a daemon is killed after the guest's start and before the record of it. */
    void recordUnfinished() throws Exception {
        machines.close();
        MachineDirectory own = MachineDirectory.of(runtime, WEB);
        own.write(own.read()
                .in(Phase.CREATING)
                .living(new Life(true, MachineState.CREATING, "", Optional.empty(), Optional.empty())));
    }

    /** What is on disk when a daemon is killed between the record and the end of its work: no guest, no files. */
    void rewindTo(Phase phase) throws Exception {
        machines.close();
        MachineDirectory own = MachineDirectory.of(runtime, WEB);
        MachineRecord machine = own.read();
        hypervisor.remove(machine.id());
        try (Stream<Path> files = Files.list(own.path())) {
            for (Path file : files.filter(path -> !path.equals(own.record())).toList()) {
                Files.delete(file);
            }
        }
        own.write(machine.in(phase)
                .living(new Life(true, MachineState.CREATING, "", Optional.empty(), Optional.empty())));
    }

    @Override
    public void close() {
        machines.close();
    }
}
