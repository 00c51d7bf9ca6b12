package io.vmregistry.e2e.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.process.RegistryServer;
import io.vmregistry.e2e.process.TemporaryFolder;
import io.vmregistry.e2e.registry.Api;
import io.vmregistry.e2e.registry.Workload;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Pushes while garbage collection runs without a pause. Many images share layers and are deleted again, so that what is about
 * to be freed is what a push is about to name.
 *
 * <p>{@code -Ddrill.pushes} says how many pushes (otherwise 200, and 5,000 with {@code -Dvmregistry.soak=true});
 * {@code -Ddrill.seed} repeats the choices of an earlier run.
 */
class GarbageCollectionDrillIT {

    private static final int PUSHES =
            Integer.getInteger("drill.pushes", Boolean.getBoolean("vmregistry.soak") ? 5_000 : 200);
    private static final long SEED = Long.getLong("drill.seed", new Random().nextLong());
    private static final int CLIENTS = 4;
    private static final int LARGEST_LAYER = 50_000;

    @Test
    void noPushIsLostWhileItLoops() throws Exception {
        System.out.printf("The drill's seed: -Ddrill.seed=%d -Ddrill.pushes=%d%n", SEED, PUSHES);
        Workload workload = new Workload(SEED, CLIENTS, LARGEST_LAYER);
        try (TemporaryFolder folder = TemporaryFolder.create();
                RegistryServer server = RegistryServer.startOpen(
                        folder.path(),
                        folder.folder("store"),
                        folder.path().resolve("registry.log"),
                        "-gc-grace",
                        "5s",
                        "-upload-expiry",
                        "10s");
                Api api = new Api(List.of(server.url()))) {
            Workload.Running running = workload.start(api);
            running.pushed(PUSHES).get(PUSHES, TimeUnit.SECONDS);
            running.stop();
            Aftermath.assertNothingIsLost(workload, api);
            Aftermath.assertOnlyGarbageIsFreed(workload, api, server.store());
        } finally {
            System.out.println("The drill's workload: " + workload);
        }
        assertThat(workload.count("gc 200")).isPositive();
        assertThat(workload.freed()).isPositive();
    }
}
