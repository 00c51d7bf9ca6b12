package io.vmregistry.daemon.hypervisor;

import io.vmregistry.daemon.network.Networks;

/** A hypervisor and the networks that its guests can be plugged into. */
public record Backend(Hypervisor hypervisor, Networks networks) {

    public BackendTag tag() {
        return hypervisor.tag();
    }
}
