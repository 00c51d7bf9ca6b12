package io.vmregistry.e2e.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.fault.SmallDisk;
import io.vmregistry.e2e.process.RegistryServer;
import io.vmregistry.e2e.process.TemporaryFolder;
import io.vmregistry.e2e.registry.Api;
import io.vmregistry.e2e.registry.Workload;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A disk that is full again and again while images are pushed, deleted and collected. {@code -Ddrill.seed} repeats the
 * choices of an earlier run; with {@code -Dvmregistry.soak=true} it goes on for longer.
 */
class FullRegistryIT {

    private static final int PUSHES =
            Integer.getInteger("drill.pushes", Boolean.getBoolean("vmregistry.soak") ? 300 : 40);
    private static final long SEED = Long.getLong("drill.seed", new Random().nextLong());
    private static final int CLIENTS = 3;
    private static final int DISK_MEBIBYTES = 12;
    private static final int ROOMY_MEBIBYTES = 64;
    private static final int LARGEST_LAYER = 1_500_000;

    @Test
    void whatWasAcknowledgedStaysAndPushesGoOnWhenThereIsRoom() throws Exception {
        System.out.printf("The drill's seed: -Ddrill.seed=%d -Ddrill.pushes=%d%n", SEED, PUSHES);
        Workload workload = new Workload(SEED, CLIENTS, LARGEST_LAYER);
        try (TemporaryFolder folder = TemporaryFolder.create();
                SmallDisk disk = SmallDisk.mount(folder.folder("disk"), DISK_MEBIBYTES);
                RegistryServer server = RegistryServer.startOpen(
                        folder.path(),
                        disk.path().resolve("store"),
                        folder.path().resolve("registry.log"),
                        "-gc-grace",
                        "5s",
                        "-upload-expiry",
                        "5s");
                Api api = new Api(List.of(server.url()))) {
            Workload.Running running = workload.start(api);
            running.pushed(PUSHES).get(10L * PUSHES, TimeUnit.SECONDS);
            running.stop();
            Aftermath.assertNothingIsLost(workload, api);
            assertThat(workload.count("upload 507") + workload.count("push 507"))
                    .as("times that the disk was full")
                    .isPositive();
            disk.resize(ROOMY_MEBIBYTES);
            Aftermath.assertOnlyGarbageIsFreed(workload, api, server.store());
            Workload.Running again = workload.start(api);
            again.pushed(1).get(2, TimeUnit.MINUTES);
            again.stop();
            Aftermath.assertOnlyGarbageIsFreed(workload, api, server.store());
        } finally {
            System.out.println("The drill's workload: " + workload);
        }
        assertThat(workload.freed()).isPositive();
    }
}
