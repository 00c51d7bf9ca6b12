package io.vmregistry.daemon.hypervisor.simulated;

import io.vmregistry.daemon.network.Networks;
import io.vmregistry.daemon.network.NetworksContract;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SimulatedNetworksTest extends NetworksContract {

    @TempDir
    private Path directory;

    private SimulatedNetworks networks;

    @BeforeEach
    void begin() {
        networks = new SimulatedNetworks(directory);
    }

    @Override
    protected Networks networks() {
        return networks;
    }
}
