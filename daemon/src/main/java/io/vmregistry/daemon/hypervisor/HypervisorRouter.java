package io.vmregistry.daemon.hypervisor;

import io.vmregistry.daemon.hypervisor.HypervisorException.BackendUnknown;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the backend that a machine's record names. */
public final class HypervisorRouter {

    private final BackendTag standard;
    private final Map<BackendTag, Backend> backends = new EnumMap<>(BackendTag.class);

    /**
     * Over these backends.
     *
     * @param standard the backend of machines that name none; it has to be among the backends
     */
    public HypervisorRouter(BackendTag standard, List<Backend> backends) {
        this.standard = standard;
        backends.forEach(backend -> this.backends.put(backend.tag(), backend));
        if (!this.backends.containsKey(standard)) {
            throw new IllegalArgumentException("there is no backend " + standard.label());
        }
    }

    public Backend standard() {
        return backend(standard);
    }

    /**
     * The backend of that tag.
     *
     * @throws BackendUnknown when this daemon was built or started without it
     */
    public Backend backend(BackendTag tag) {
        @Nullable Backend backend = backends.get(tag);
        if (backend == null) {
            throw new BackendUnknown("This daemon has no backend \"%s\". It has: %s."
                    .formatted(
                            tag.label(),
                            backends.keySet().stream().map(BackendTag::label).collect(Collectors.joining(", "))));
        }
        return backend;
    }

    public Collection<Backend> all() {
        return List.copyOf(backends.values());
    }
}
