package io.vmregistry.daemon.hypervisor.libvirt;

import io.vmregistry.daemon.network.Networks;
import io.vmregistry.daemon.network.NetworksContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("libvirt")
@ExtendWith(IsolatedLibvirt.class)
class LibvirtNetworksTest extends NetworksContract {

    private LibvirtNetworks networks;

    @BeforeEach
    void begin(IsolatedLibvirt.Running libvirt) {
        networks = new LibvirtNetworks(libvirt.host());
    }

    @Override
    protected Networks networks() {
        return networks;
    }
}
