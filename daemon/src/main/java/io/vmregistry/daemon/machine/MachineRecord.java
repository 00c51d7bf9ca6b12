package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.cloudinit.CloudInit;
import io.vmregistry.daemon.hypervisor.Accelerator;
import io.vmregistry.daemon.hypervisor.BackendTag;
import io.vmregistry.daemon.hypervisor.MachineId;
import io.vmregistry.daemon.hypervisor.MachineName;
import io.vmregistry.daemon.network.MacAddress;
import io.vmregistry.daemon.network.NetworkName;
import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.machine.Bootloader;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.unit.ByteSize;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that the daemon knows of a machine, as {@code machine.json} keeps it. */
record MachineRecord(
        MachineId id,
        MachineName name,
        BackendTag backend,
        Instant created,
        Phase phase,
        Origin origin,
        Shape shape,
        CloudInit cloudInit,
        List<Card> cards,
        List<DataDisk> dataDisks,
        Map<String, String> labels,
        Optional<ProjectMembership> project,
        List<String> warnings,
        Life life) {

    /** How far the machine has come. A daemon that starts goes on from here. */
    enum Phase {
        /** Nothing or something of it exists; finish, or roll back. */
        CREATING,
        READY,
        /** Something or nothing of it is left; take it away. */
        DELETING
    }

    /**
     * The image that it was made of, and the blob that its disk rests on.
     *
     * @param file the blob's file, absolute
     */
    record Origin(
            ImageReference image, Digest manifest, Digest blob, Path file, DiskFormat format, Bootloader bootloader) {}

    record Shape(int cpus, ByteSize memory, ByteSize disk, boolean ephemeral) {}

    /**
     * A network card.
     *
     * @param address kept for it by the network where {@code reserved}, told to it by the seed otherwise
     * @param prefix of that address' network
     */
    record Card(
            NetworkName network,
            MacAddress mac,
            Optional<Inet4Address> address,
            Optional<Inet4Address> gateway,
            int prefix,
            boolean reserved) {}

    /**
     * How it was when it was last looked at.
     *
     * @param wanted whether it is to run: what recovery aims at
     */
    record Life(
            boolean wanted,
            MachineState state,
            String reason,
            Optional<Instant> started,
            Optional<Accelerator> accelerator) {}

    MachineRecord {
        cards = List.copyOf(cards);
        dataDisks = List.copyOf(dataDisks);
        labels = Map.copyOf(labels);
        warnings = List.copyOf(warnings);
    }

    MachineRecord in(Phase next) {
        return new MachineRecord(
                id, name, backend, created, next, origin, shape, cloudInit, cards, dataDisks, labels, project, warnings,
                life);
    }

    MachineRecord living(Life next) {
        return new MachineRecord(
                id, name, backend, created, phase, origin, shape, cloudInit, cards, dataDisks, labels, project,
                warnings, next);
    }

    /** ISO images are not written to: the guest boots from them as from a CD-ROM. */
    boolean bootsFromCdrom() {
        return origin.format() == DiskFormat.ISO;
    }

    /** An installer without a disk size gets no disk. */
    boolean hasDisk() {
        return !bootsFromCdrom() || shape.disk().bytes() > 0;
    }
}
