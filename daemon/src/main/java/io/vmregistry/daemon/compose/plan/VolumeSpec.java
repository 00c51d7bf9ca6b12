package io.vmregistry.daemon.compose.plan;

import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.unit.ByteSize;
import java.util.Map;
import java.util.TreeMap;

/** A data disk that a project wants, and that outlives the machines that use it. */
public sealed interface VolumeSpec {

    /** Its name on the host. */
    String name();

    /** Its key in the document. */
    String key();

    /** One that the project makes; it is removed only on demand. */
    record Own(String key, String name, ByteSize size, DiskFormat format) implements VolumeSpec {

        public Configuration configuration() {
            return new Configuration(new TreeMap<>(Map.of("size", size.toString(), "format", format.label())));
        }
    }

    /** One that has to be there already. It is never made, changed or removed. */
    record External(String key, String name) implements VolumeSpec {}
}
