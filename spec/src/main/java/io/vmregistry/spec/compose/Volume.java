package io.vmregistry.spec.compose;

import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.unit.ByteSize;

/** A data disk that outlives its service. */
public sealed interface Volume {

    /** The name by which services use it. */
    VolumeName name();

    /** Made when it is first needed, removed only when a user says so. */
    record Owned(VolumeName name, ByteSize size, DiskFormat format) implements Volume {}

    /**
     * Exists already; never created, never removed.
     *
     * @param existing what the host calls it
     */
    record External(VolumeName name, String existing) implements Volume {}
}
