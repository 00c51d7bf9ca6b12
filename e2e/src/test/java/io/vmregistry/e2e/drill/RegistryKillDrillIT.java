package io.vmregistry.e2e.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vmregistry.e2e.process.RegistryServer;
import io.vmregistry.e2e.process.TemporaryFolder;
import io.vmregistry.e2e.registry.Api;
import io.vmregistry.e2e.registry.Workload;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Kills the registry in the middle of concurrent pushes, deletions and garbage collection, again and again on one store.
 * Whatever the moment, what was acknowledged pulls back bit for bit and garbage collection frees all that nothing needs.
 *
 * <p>{@code -Ddrill.moments} says how many moments (otherwise five, and 200 with {@code -Dvmregistry.soak=true});
 * {@code -Ddrill.seed} repeats the choices of an earlier run.
 */
class RegistryKillDrillIT {

    private static final int MOMENTS =
            Integer.getInteger("drill.moments", Boolean.getBoolean("vmregistry.soak") ? 200 : 5);
    private static final long SEED = Long.getLong("drill.seed", new Random().nextLong());
    private static final int CLIENTS = 3;
    private static final int LARGEST_LAYER = 200_000;
    private static final int MOST_PUSHES = 25;
    private static final int LONGEST_WAIT_MILLIS = 60;

    private static final TemporaryFolder FOLDER = TemporaryFolder.create();
    private static final Workload WORKLOAD = new Workload(SEED, CLIENTS, LARGEST_LAYER);
    private static RegistryServer server;
    private static Api api;
    private static int garbage;

    @BeforeAll
    static void prepare() {
        System.out.printf("The drill's seed: -Ddrill.seed=%d -Ddrill.moments=%d%n", SEED, MOMENTS);
        // Longer than any push takes on a busy machine, and short enough for the later moments to free what earlier
        // ones left.
        server = RegistryServer.startOpen(
                FOLDER.path(),
                FOLDER.folder("store"),
                FOLDER.path().resolve("registry.log"),
                "-gc-grace",
                "10s",
                "-upload-expiry",
                "10s");
        api = new Api(List.of(server.url()));
    }

    @AfterAll
    static void end() {
        System.out.printf("The drill's workload: %s; left to collect by the kills: %d%n", WORKLOAD, garbage);
        api.close();
        server.close();
        FOLDER.close();
    }

    @TestFactory
    Stream<DynamicTest> nothingThatWasAcknowledgedIsLost() {
        Random random = new Random(SEED);
        Stream<DynamicTest> moments = IntStream.range(0, MOMENTS).mapToObj(number -> {
            int pushes = 1 + random.nextInt(MOST_PUSHES);
            int millis = random.nextInt(LONGEST_WAIT_MILLIS);
            return dynamicTest(
                    "%d: killed %d ms after %d pushes".formatted(number + 1, millis, pushes),
                    () -> drill(pushes, millis));
        });
        return Stream.concat(moments, Stream.of(dynamicTest("what is left is no garbage", () -> {
            Aftermath.assertOnlyGarbageIsFreed(WORKLOAD, api, server.store());
            assertThat(WORKLOAD.freed()).isPositive();
            assertThat(garbage).as("what the kills left to collect").isPositive();
        })));
    }

    private static void drill(int pushes, int millis) throws Exception {
        // A moment that failed may have left it dead; the next one is judged for itself.
        if (!server.process().alive()) {
            server.startAgain();
        }
        Workload.Running running = WORKLOAD.start(api);
        running.pushed(pushes).get(2, TimeUnit.MINUTES);
        CompletableFuture.runAsync(server::kill, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS))
                .get(1, TimeUnit.MINUTES);
        running.ended().get(3, TimeUnit.MINUTES);
        garbage += Aftermath.assertSoundAndGarbageGoes(server.store());
        server.startAgain();
        Aftermath.assertNothingIsLost(WORKLOAD, api);
    }
}
