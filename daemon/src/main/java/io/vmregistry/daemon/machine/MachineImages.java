package io.vmregistry.daemon.machine;

import io.vmregistry.spec.reference.ImageReference;
import java.util.Optional;

/** Images that machines can be made of. */
public interface MachineImages {

    /** The image that a reference names now; empty when it is not on this host. Nothing is pulled. */
    Optional<RunnableImage> resolve(ImageReference reference);
}
