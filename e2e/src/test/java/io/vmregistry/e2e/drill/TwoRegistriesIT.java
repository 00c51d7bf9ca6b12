package io.vmregistry.e2e.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.process.RegistryServer;
import io.vmregistry.e2e.process.TemporaryFolder;
import io.vmregistry.e2e.registry.Api;
import io.vmregistry.e2e.registry.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Two registries on one store. Each request goes to the other one than the last, so the chunks of an upload do as well, while
 * both collect garbage.
 *
 * <p>{@code -Ddrill.pushes} says how many pushes (otherwise 100, and 1,000 with {@code -Dvmregistry.soak=true});
 * {@code -Ddrill.seed} repeats the choices of an earlier run.
 */
class TwoRegistriesIT {

    private static final int PUSHES =
            Integer.getInteger("drill.pushes", Boolean.getBoolean("vmregistry.soak") ? 1_000 : 100);
    private static final long SEED = Long.getLong("drill.seed", new Random().nextLong());
    private static final int CLIENTS = 3;
    private static final int LARGEST_LAYER = 200_000;

    @Test
    void interleavedChunksAndDeletionsLoseNothing() throws Exception {
        System.out.printf("The drill's seed: -Ddrill.seed=%d -Ddrill.pushes=%d%n", SEED, PUSHES);
        Workload workload = new Workload(SEED, CLIENTS, LARGEST_LAYER);
        try (TemporaryFolder folder = TemporaryFolder.create();
                RegistryServer one = start(folder, "one");
                RegistryServer other = start(folder, "other");
                Api api = new Api(List.of(one.url(), other.url()))) {
            Path store = one.store();
            Workload.Running running = workload.start(api);
            running.pushed(PUSHES).get(PUSHES, TimeUnit.SECONDS);
            running.stop();
            Aftermath.assertNothingIsLost(workload, api);
            Aftermath.assertOnlyGarbageIsFreed(workload, api, store);
        } finally {
            System.out.println("The drill's workload: " + workload);
        }
        assertThat(workload.freed()).isPositive();
    }

    private static RegistryServer start(TemporaryFolder folder, String name) {
        return RegistryServer.startOpen(
                folder.folder(name),
                folder.folder("store"),
                folder.path().resolve(name + ".log"),
                "-gc-grace",
                "10s",
                "-upload-expiry",
                "10s");
    }
}
