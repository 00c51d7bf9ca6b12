package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.cloudinit.Seed;
import io.vmregistry.daemon.cloudinit.SeedNetwork;
import io.vmregistry.daemon.hypervisor.Backend;
import io.vmregistry.daemon.hypervisor.GuestDisk;
import io.vmregistry.daemon.hypervisor.GuestInterface;
import io.vmregistry.daemon.hypervisor.GuestSpec;
import io.vmregistry.daemon.hypervisor.HypervisorRouter;
import io.vmregistry.daemon.hypervisor.Prepared;
import io.vmregistry.daemon.machine.MachineException.HostFailed;
import io.vmregistry.daemon.machine.MachineException.ImageUnknown;
import io.vmregistry.daemon.machine.MachineRecord.Card;
import io.vmregistry.daemon.network.Reservation;
import io.vmregistry.spec.image.DiskFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps between a machine's record and its guest. Each can be repeated, whatever an earlier attempt left behind. */
final class MachineAssembly {

    private final HypervisorRouter backends;
    private final MachineRecords records;

    MachineAssembly(HypervisorRouter backends, MachineRecords records) {
        this.backends = backends;
        this.records = records;
    }

    /** Whether the disk is there. A disk is renamed into its place, so what is there is whole. */
    boolean hasItsDisk(MachineRecord machine) {
        return machine.hasDisk()
                && Files.exists(records.directory(machine.name()).disk());
    }

    /** Makes everything that a new machine needs: its disk, its seed, its addresses. */
    void furnish(MachineRecord machine) {
        Backend backend = backends.backend(machine.backend());
        makeDisk(machine, backend);
        MachineDirectory directory = records.directory(machine.name());
        backend.seeds()
                .write(
                        Seed.of(
                                "i-" + machine.id(),
                                machine.name().toString(),
                                machine.cloudInit(),
                                machine.cards().stream()
                                        .map(MachineAssembly::seedNetwork)
                                        .toList()),
                        directory.seed());
    }

    /** Tells the backend of the machine and starts it. An ephemeral machine that is not running begins anew. */
    Prepared start(MachineRecord machine) {
        Backend backend = backends.backend(machine.backend());
        if (machine.shape().ephemeral() || diskIsMissing(machine)) {
            makeDisk(machine, backend);
        }
        for (Card card : machine.cards()) {
            if (card.reserved()) {
                backend.networks()
                        .reserve(
                                card.network(),
                                new Reservation(
                                        card.mac(),
                                        card.address().orElseThrow(),
                                        machine.name().toString()));
            }
        }
        Prepared prepared = backend.hypervisor().prepare(guest(machine));
        backend.hypervisor().start(machine.id());
        return prepared;
    }

    /** Takes everything away that is not in the machine's folder. */
    void dismantle(MachineRecord machine) {
        Backend backend = backends.backend(machine.backend());
        backend.hypervisor().remove(machine.id());
        for (Card card : machine.cards()) {
            if (card.reserved()) {
                backend.networks().release(card.network(), card.mac());
            }
        }
    }

    /** A disk that held somebody's work is never replaced: only an ephemeral one, or one that was never finished. */
    private boolean diskIsMissing(MachineRecord machine) {
        if (!machine.hasDisk() || hasItsDisk(machine)) {
            return false;
        }
        throw new HostFailed(
                "Tried to start machine \"%s\" but failed because its disk %s is gone. Remove the machine with \"vmr rm %s\"."
                        .formatted(
                                machine.name(),
                                records.directory(machine.name()).disk(),
                                machine.name()));
    }

    private void makeDisk(MachineRecord machine, Backend backend) {
        MachineRecord.Origin origin = machine.origin();
        if (!Files.isRegularFile(origin.file())) {
            throw new ImageUnknown(origin.image());
        }
        Path disk = records.directory(machine.name()).disk();
        if (!machine.bootsFromCdrom()) {
            backend.disks()
                    .createOverlay(
                            disk,
                            origin.file(),
                            origin.format(),
                            machine.shape().disk());
        } else if (machine.hasDisk()) {
            backend.disks().createBlank(disk, DiskFormat.QCOW2, machine.shape().disk());
        }
    }

    private GuestSpec guest(MachineRecord machine) {
        MachineDirectory directory = records.directory(machine.name());
        List<GuestDisk> disks = new ArrayList<>();
        if (machine.hasDisk()) {
            disks.add(new GuestDisk(directory.disk(), DiskFormat.QCOW2, "vda"));
        }
        machine.dataDisks().forEach(disk -> disks.add(new GuestDisk(disk.file(), disk.format(), disk.device())));
        return new GuestSpec(
                machine.id(),
                machine.name(),
                machine.shape().cpus(),
                machine.shape().memory(),
                machine.origin().bootloader(),
                disks,
                machine.bootsFromCdrom() ? Optional.of(machine.origin().file()) : Optional.empty(),
                Optional.of(directory.seed()),
                machine.cards().stream()
                        .map(card -> new GuestInterface(card.network(), card.mac()))
                        .toList(),
                directory.path());
    }

    private static SeedNetwork seedNetwork(Card card) {
        return new SeedNetwork(
                card.mac(),
                card.reserved()
                        ? Optional.empty()
                        : card.address().map(address -> new SeedNetwork.Fixed(address, card.prefix(), card.gateway())));
    }
}
