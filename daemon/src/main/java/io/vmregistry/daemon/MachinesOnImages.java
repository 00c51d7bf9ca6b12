package io.vmregistry.daemon;

import io.vmregistry.daemon.image.ImageUse;
import io.vmregistry.daemon.image.LocalImages;
import io.vmregistry.daemon.machine.LocalMachines;
import io.vmregistry.daemon.machine.MachineImages;
import io.vmregistry.daemon.machine.RunnableImage;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Joins images and machines, which ask each other: what can be run, and what is being run. */
final class MachinesOnImages implements ImageUse, MachineImages {

    private @Nullable LocalMachines machines;
    private @Nullable LocalImages images;

    /** Called once, before anybody asks. */
    synchronized void connect(LocalMachines ofHost, LocalImages onHost) {
        machines = ofHost;
        images = onHost;
    }

    @Override
    public List<String> machinesOf(Digest manifest) {
        return machines().machinesOf(manifest);
    }

    @Override
    public Set<Digest> blobsInUse() {
        return machines().blobsInUse();
    }

    @Override
    public Optional<RunnableImage> resolve(ImageReference reference) {
        return images().resolve(reference)
                .map(image -> new RunnableImage(image.manifest(), image.config(), image.disk(), image.diskFile()));
    }

    private synchronized LocalMachines machines() {
        LocalMachines connected = machines;
        if (connected == null) {
            throw new IllegalStateException("asked for machines before there were any");
        }
        return connected;
    }

    private synchronized LocalImages images() {
        LocalImages connected = images;
        if (connected == null) {
            throw new IllegalStateException("asked for images before there were any");
        }
        return connected;
    }
}
