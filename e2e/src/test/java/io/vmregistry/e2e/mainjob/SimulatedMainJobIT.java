package io.vmregistry.e2e.mainjob;

import io.vmregistry.e2e.image.DiskImages;
import io.vmregistry.e2e.process.Deployed;
import io.vmregistry.e2e.process.Deployment;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.RegisterExtension;

class SimulatedMainJobIT extends MainJob {

    @RegisterExtension
    static final Deployed DEPLOYED = Deployed.shared();

    @Override
    Deployment deployment() {
        return DEPLOYED.get();
    }

    @Override
    Path disk(Path file) {
        return DiskImages.qcow2(file, 24, 11);
    }

    /** The simulated guest speaks as the small one does. */
    @Override
    Pattern marker() {
        return Pattern.compile("VMR-GUEST-READY|login:");
    }
}
