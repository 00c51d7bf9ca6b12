package io.vmregistry.e2e.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.invariant.BucketGarbage;
import io.vmregistry.e2e.process.RegistryServer;
import io.vmregistry.e2e.process.TemporaryFolder;
import io.vmregistry.e2e.registry.Api;
import io.vmregistry.e2e.registry.Workload;
import io.vmregistry.testkit.fault.Fault;
import io.vmregistry.testkit.fault.FaultyProxy;
import io.vmregistry.testkit.fault.FaultyProxy.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Pushes, deletions and garbage collection by two registries on a bucket whose object store refuses, cuts off, answers late and
 * loses answers, one request in {@value #ONE_IN}.
 *
 * <p>{@code -Ddrill.pushes} says how many pushes (otherwise 40, and 1,000 with {@code -Dvmregistry.soak=true});
 * {@code -Ddrill.seed} repeats the choices of an earlier run.
 */
class FaultyBucketDrillIT {

    private static final int PUSHES =
            Integer.getInteger("drill.pushes", Boolean.getBoolean("vmregistry.soak") ? 1_000 : 40);
    private static final long SEED = Long.getLong("drill.seed", new Random().nextLong());
    private static final int ONE_IN = 6;
    private static final int CLIENTS = 3;
    private static final int LARGEST_LAYER = 100_000;

    /** A deletion whose end could not be declared holds others up for two minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final Duration PAUSE = Duration.ofMillis(250);

    @Test
    void whatWasAcknowledgedIsThereAndWhatNobodyNamesGoes() throws Exception {
        System.out.printf("The drill's seed: -Ddrill.seed=%d -Ddrill.pushes=%d%n", SEED, PUSHES);
        Workload workload = new Workload(SEED, CLIENTS, LARGEST_LAYER);
        try (TemporaryFolder folder = TemporaryFolder.create();
                ObjectStore objects = ObjectStore.start(folder.folder("objects"), 0);
                FaultyProxy proxy = new FaultyProxy(objects.url());
                RegistryServer one = start(folder, "one", proxy);
                RegistryServer other = start(folder, "other", proxy);
                Api api = new Api(List.of(one.url(), other.url()))) {
            proxy.follow(faults(new Random(SEED)));
            Workload.Running running = workload.start(api);
            running.pushed(PUSHES).get(60 + 3L * PUSHES, TimeUnit.SECONDS);
            running.stop();
            proxy.follow(Plan.FAIR);

            assertThat(workload.violations(api)).isEmpty();
            Path bucket = folder.path().resolve("objects").resolve(Replica.BUCKET);
            Instant deadline = Instant.now().plus(PATIENCE);
            BucketGarbage left = BucketGarbage.in(bucket);
            while (!left.garbage().isEmpty() && Instant.now().isBefore(deadline)) {
                // The grace period has to pass; nothing tells when it has.
                Thread.sleep(PAUSE);
                workload.collect(api);
                left = BucketGarbage.in(bucket);
            }
            assertThat(left.garbage()).isEmpty();
            assertThat(workload.violations(api)).isEmpty();
            assertThat(left.manifests()).isPositive().isEqualTo(workload.images());
        } finally {
            System.out.println("The drill's workload: " + workload);
        }
        assertThat(workload.freed()).isPositive();
    }

    private static RegistryServer start(TemporaryFolder folder, String name, FaultyProxy proxy) {
        return Replica.start(folder, name, proxy.url(), "-gc-grace", "5s", "-upload-expiry", "10s");
    }

    private static Plan faults(Random random) {
        return _ -> random.nextInt(ONE_IN) > 0
                ? new Fault.None()
                : switch (random.nextInt(6)) {
                    case 0 -> new Fault.Refuse(500, "InternalError");
                    case 1 -> new Fault.Refuse(503, "SlowDown");
                    case 2 -> new Fault.CutRequest(random.nextInt(LARGEST_LAYER));
                    case 3 -> new Fault.CutAnswer(random.nextInt(1_000));
                    case 4 -> new Fault.Late(Duration.ofMillis(random.nextInt(200)));
                    default -> new Fault.LoseAnswer();
                };
    }
}
