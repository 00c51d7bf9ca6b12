package io.vmregistry.e2e.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vmregistry.e2e.drill.Moment.Operation;
import io.vmregistry.e2e.drill.Moment.Victim;
import io.vmregistry.e2e.fault.CuttingProxy;
import io.vmregistry.e2e.fault.CuttingProxy.Direction;
import io.vmregistry.e2e.image.DiskImages;
import io.vmregistry.e2e.invariant.StoreInvariants;
import io.vmregistry.e2e.process.Account;
import io.vmregistry.e2e.process.Deployed;
import io.vmregistry.e2e.process.Deployment;
import io.vmregistry.e2e.process.Deployment.Plan;
import io.vmregistry.e2e.process.Vmr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills daemon or registry in the middle of import, push and pull. Whatever the moment, no store holds a blob that does
 * not match its digest or a tag that names what is missing, and the same command works when the program runs again.
 *
 * <p>{@code -Ddrill.moments=50} says how many moments (otherwise six, and 50 with
 * {@code -Dvmregistry.soak=true}); {@code -Ddrill.seed} repeats those of an earlier run.
 */
class KillDrillIT {

    private static final int MEBIBYTES = 32;
    private static final int MOMENTS =
            Integer.getInteger("drill.moments", Boolean.getBoolean("vmregistry.soak") ? 50 : 6);
    private static final long SEED = Long.getLong("drill.seed", new Random().nextLong());

    @RegisterExtension
    static final Deployed DEPLOYED = Deployed.of(Plan.SIMULATED);

    @TempDir
    static Path folder;

    private static Deployment deployment;
    private static Vmr vmr;
    private static Path disk;
    private static Path vmFile;
    private static String image;

    @BeforeAll
    static void prepare() {
        System.out.printf("The drill's seed: -Ddrill.seed=%d -Ddrill.moments=%d%n", SEED, MOMENTS);
        deployment = DEPLOYED.get();
        vmr = deployment.newUser();
        Account account = Account.random().ready(vmr);
        disk = DiskImages.raw(folder.resolve("disk.raw"), MEBIBYTES, SEED);
        vmFile = DiskImages.vmFile(folder.resolve("disk.VMFile"), account.image("drill"), disk, "raw");
        image = account.image("drill:latest");
    }

    @TestFactory
    Stream<DynamicTest> nothingIsHalfWrittenAndTheSameCommandWorksAfterwards() {
        Random random = new Random(SEED);
        return IntStream.range(0, MOMENTS)
                .mapToObj(number -> Moment.random(number, random))
                .map(moment -> dynamicTest(moment.toString(), () -> drill(moment)));
    }

    private void drill(Moment moment) throws Exception {
        // A moment that failed may have left a program dead; the next one is judged for itself.
        deployment.heal();
        String[] command = prepare(moment);
        Killing killing = new Killing(() -> kill(moment.victim()));
        arm(moment, killing);
        Vmr.Running running = vmr.start("", command);
        CompletableFuture.anyOf(killing.done(), running.ended()).get(2, TimeUnit.MINUTES);
        // A command that ended before the moment came: the program dies at rest.
        killing.now();
        killing.done().get(1, TimeUnit.MINUTES);
        assertSound(storeOf(moment.victim()));
        startAgain(moment.victim());
        running.await();

        vmr.ok(command);
        assertSound(deployment.daemon().store());
        assertSound(deployment.registry().store());
        assertThat(StoreInvariants.leftovers(deployment.daemon().store())).isEmpty();
    }

    private String[] prepare(Moment moment) {
        return switch (moment.operation()) {
            case IMPORT -> {
                // Other bytes than before, so that they are really written.
                DiskImages.mark(disk, moment.number());
                yield new String[] {"import", vmFile.toString()};
            }
            case PUSH -> new String[] {"push", image};
            case PULL -> {
                vmr.ok("rmi", image);
                yield new String[] {"pull", image};
            }
        };
    }

    /** Watches the connection that the disk will go over. */
    private void arm(Moment moment, Killing killing) throws Exception {
        CuttingProxy proxy =
                moment.operation() == Operation.IMPORT ? deployment.daemonProxy() : deployment.registryProxy();
        Direction direction = moment.operation() == Operation.PULL ? Direction.TO_CLIENT : Direction.TO_SERVER;
        long bytes = (long) (moment.part() * Files.size(disk));
        Executor later = CompletableFuture.delayedExecutor(moment.millisAfter(), TimeUnit.MILLISECONDS);
        proxy.at(direction, bytes, moment.part() < 1 ? killing::now : () -> later.execute(killing::now));
    }

    private static void kill(Victim victim) {
        switch (victim) {
            case DAEMON -> deployment.daemon().kill();
            case REGISTRY -> deployment.registry().kill();
        }
    }

    private static void startAgain(Victim victim) {
        switch (victim) {
            case DAEMON -> deployment.daemon().startAgain();
            case REGISTRY -> deployment.registry().startAgain();
        }
    }

    private static Path storeOf(Victim victim) {
        return switch (victim) {
            case DAEMON -> deployment.daemon().store();
            case REGISTRY -> deployment.registry().store();
        };
    }

    private static void assertSound(Path store) {
        assertThat(StoreInvariants.of(store).violations()).isEmpty();
    }
}
