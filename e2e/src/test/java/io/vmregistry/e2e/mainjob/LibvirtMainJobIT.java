package io.vmregistry.e2e.mainjob;

import io.vmregistry.e2e.image.DiskImages;
import io.vmregistry.e2e.process.Deployed;
import io.vmregistry.e2e.process.Deployment;
import io.vmregistry.e2e.process.Deployment.Plan;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("libvirt")
class LibvirtMainJobIT extends MainJob {

    @RegisterExtension
    static final Deployed DEPLOYED = Deployed.of(Plan.SIMULATED.onLibvirt());

    @Override
    Deployment deployment() {
        return DEPLOYED.get();
    }

    @Override
    Path disk(Path file) {
        return DiskImages.tinyGuest(file);
    }

    @Override
    Pattern marker() {
        return Pattern.compile("VMR-GUEST-READY (?s:.*)login:");
    }
}
