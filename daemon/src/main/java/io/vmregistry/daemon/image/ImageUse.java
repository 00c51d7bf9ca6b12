package io.vmregistry.daemon.image;

import io.vmregistry.spec.reference.Digest;
import java.util.List;
import java.util.Set;

/**
 * What machines stand on. The images' side asks before it removes anything; the machines' side answers from its records.
 * A machine counts from the moment its record is written, before its disk is, until its disk is gone.
 */
public interface ImageUse {

    /** Names of the machines that were made from the image with this manifest, in lexical order. */
    List<String> machinesOf(Digest manifest);

    /** Blobs that a machine's disk is an overlay on. They stay, whatever happens to their images. */
    Set<Digest> blobsInUse();
}
