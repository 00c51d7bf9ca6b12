package io.vmregistry.daemon.hypervisor;

import io.vmregistry.daemon.cloudinit.SeedImages;
import io.vmregistry.daemon.disk.DiskImages;
import io.vmregistry.daemon.network.Networks;

/** A hypervisor, the networks that its guests can be plugged into, and what makes the files that they run on. */
public record Backend(Hypervisor hypervisor, Networks networks, DiskImages disks, SeedImages seeds) {

    public BackendTag tag() {
        return hypervisor.tag();
    }
}
