package io.vmregistry.registry.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.store.filesystem.Durability;
import io.vmregistry.store.filesystem.FilesystemBlobStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreReadinessTest {
    @TempDir
    Path folder;

    /** As when a volume is unmounted: the directory may even be there, empty. Nothing is written into that. */
    @Test
    void isDownWhileTheStoreIsAwayAndUpWhenItIsBack() throws Exception {
        Path root = folder.resolve("store");
        StoreReadiness readiness = new StoreReadiness(new FilesystemBlobStore(root, Durability.NONE));
        assertThat(readiness.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);

        Path away = Files.move(root, folder.resolve("away"));
        Files.createDirectory(root);
        HealthCheckResponse down = readiness.call();
        assertThat(down.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(down.getData().orElseThrow()).containsEntry("reason", "unavailable");
        assertThat(root).isEmptyDirectory();

        Files.delete(root);
        Files.move(away, root);
        assertThat(readiness.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(root.resolve("temporary")).isEmptyDirectory();
    }
}
