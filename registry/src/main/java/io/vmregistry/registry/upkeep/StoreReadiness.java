package io.vmregistry.registry.upkeep;

import io.vmregistry.store.StoreException;
import io.vmregistry.store.blob.BlobStore;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the store takes writes. */
@Readiness
@ApplicationScoped
class StoreReadiness implements HealthCheck {

    private final BlobStore blobs;

    StoreReadiness(BlobStore blobs) {
        this.blobs = blobs;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            blobs.probe();
            return HealthCheckResponse.up("store");
        } catch (StoreException e) {
            return HealthCheckResponse.named("store")
                    .down()
                    .withData("reason", e instanceof StoreException.StoreFull ? "full" : "unavailable")
                    .build();
        }
    }
}
