package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.hypervisor.Backend;
import io.vmregistry.daemon.hypervisor.MachineId;
import io.vmregistry.daemon.hypervisor.MachineName;
import io.vmregistry.daemon.machine.MachineException.MachineExists;
import io.vmregistry.daemon.machine.MachineException.RequestInvalid;
import io.vmregistry.daemon.machine.MachineRecord.Life;
import io.vmregistry.daemon.machine.MachineRecord.Origin;
import io.vmregistry.daemon.machine.MachineRecord.Phase;
import io.vmregistry.daemon.machine.MachineRecord.Shape;
import io.vmregistry.daemon.network.MacAddress;
import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.image.ImageConfig;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.unit.ByteSize;
import java.nio.file.Files;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** Turns a request into a record: decides what was left open, and takes the name. */
final class MachineDrafts {

    private static final ByteSize LEAST_MEMORY = ByteSize.ofMiB(32);
    private static final int MOST_CPUS = 1024;
    private static final String OWN_DISK = "vda";

    private final MachineRecords records;
    private final Clock clock;

    /** Names and MAC addresses are given out one machine at a time. */
    private final ReentrantLock naming = new ReentrantLock();

    MachineDrafts(MachineRecords records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    /** A machine that is on disk, and its lock, which is held. */
    record Recorded(MachineRecord machine, MachineLocks.Held lock) {}

    static void requirePossible(RunRequest request) {
        if (!request.ports().isEmpty()) {
            throw new RequestInvalid(
                    "Tried to forward ports but failed because this daemon does not forward any. Reach the guest at its own address (\"vmr ps\" shows it), or through \"ssh -L\".");
        }
        request.cpus()
                .ifPresent(cpus -> require(cpus >= 1 && cpus <= MOST_CPUS, "A machine has 1 to 1024 processors."));
        request.memory()
                .ifPresent(memory -> require(
                        memory.compareTo(LEAST_MEMORY) >= 0,
                        "A machine needs at least %s of memory, not %s.".formatted(LEAST_MEMORY, memory)));
        Set<String> devices = new HashSet<>(Set.of(OWN_DISK));
        for (DataDisk disk : request.dataDisks()) {
            require(
                    disk.device().matches("vd[a-z]") && devices.add(disk.device()),
                    "A data disk's device is one of vdb to vdz, once each, not \"%s\".".formatted(disk.device()));
            require(Files.isRegularFile(disk.file()), "There is no disk %s.".formatted(disk.file()));
        }
    }

    /**
     * Records a new machine.
     *
     * @throws MachineExists when the name that was asked for is taken
     */
    Recorded record(RunRequest request, RunnableImage image, Backend backend, MachineLocks locks)
            throws InterruptedException {
        naming.lockInterruptibly();
        try {
            MachineName name = name(request);
            NetworkPlan networks = NetworkPlan.of(name, request.networks(), backend.networks(), macAddresses());
            MachineRecord machine = draft(request, image, backend, name, networks);
            MachineLocks.Held lock = locks.lock(name);
            try {
                records.create(machine);
                return new Recorded(machine, lock);
            } catch (RuntimeException e) {
                lock.close();
                throw e;
            }
        } finally {
            naming.unlock();
        }
    }

    private MachineName name(RunRequest request) {
        if (request.name().isPresent()) {
            MachineName wanted = request.name().get();
            if (records.isTaken(wanted)) {
                throw new MachineExists(wanted);
            }
            return wanted;
        }
        MachineName derived = derived(request.image());
        MachineName candidate = derived;
        for (int number = 2; records.isTaken(candidate); number++) {
            candidate = derived.numbered(number);
        }
        return candidate;
    }

    /** {@code myuser/my-vm:latest} is called {@code my-vm}. */
    private static MachineName derived(ImageReference image) {
        String repository = image.repository().toString();
        return MachineName.resembling(repository.substring(repository.lastIndexOf('/') + 1));
    }

    private Set<MacAddress> macAddresses() {
        return records.all().stream()
                .flatMap(machine -> machine.cards().stream())
                .map(MachineRecord.Card::mac)
                .collect(Collectors.toSet());
    }

    private MachineRecord draft(
            RunRequest request, RunnableImage image, Backend backend, MachineName name, NetworkPlan networks) {
        ImageConfig config = image.config();
        return new MachineRecord(
                new MachineId(UUID.randomUUID()),
                name,
                backend.tag(),
                clock.instant(),
                Phase.CREATING,
                new Origin(
                        request.image(),
                        image.manifest(),
                        image.disk(),
                        image.diskFile().toAbsolutePath(),
                        config.diskFormat(),
                        config.bootloader()),
                new Shape(
                        request.cpus().orElse(config.cpu()),
                        request.memory().orElse(config.memory()),
                        diskSize(request, config),
                        request.ephemeral()),
                request.cloudInit(),
                networks.cards(),
                request.dataDisks(),
                request.labels(),
                request.project(),
                networks.warnings(),
                new Life(true, MachineState.CREATING, "", Optional.empty(), Optional.empty()));
    }

    private static ByteSize diskSize(RunRequest request, ImageConfig config) {
        if (config.diskFormat() == DiskFormat.ISO) {
            return request.diskSize().orElse(new ByteSize(0));
        }
        ByteSize size = request.diskSize().orElse(config.virtualSize());
        require(
                size.compareTo(config.virtualSize()) >= 0,
                "Tried to make a disk of %s but failed because the image's disk has %s. A disk can only grow."
                        .formatted(size, config.virtualSize()));
        return size;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new RequestInvalid(message);
        }
    }
}
