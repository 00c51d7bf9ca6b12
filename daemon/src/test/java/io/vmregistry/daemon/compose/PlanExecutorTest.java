package io.vmregistry.daemon.compose;

import static io.vmregistry.daemon.compose.plan.Projects.machine;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.daemon.compose.plan.Action;
import io.vmregistry.daemon.compose.plan.Plan;
import io.vmregistry.daemon.compose.plan.Planner;
import io.vmregistry.daemon.compose.plan.Planning;
import io.vmregistry.daemon.compose.plan.Projects.Document;
import io.vmregistry.daemon.compose.plan.Projects.Host;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PlanExecutorTest {

    private final PlanExecutor executor = new PlanExecutor(4);
    private final List<String> performed = Collections.synchronizedList(new ArrayList<>());
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final Cancellation cancellation = new Cancellation();
    private final Host host = new Host();

    @Test
    void doesDependenciesFirst() {
        Execution execution = execute((action, progress) -> done(action));

        assertThat(performed.indexOf("db")).isLessThan(performed.indexOf("app"));
        assertThat(performed.indexOf("app")).isLessThan(performed.indexOf("web"));
        assertThat(execution.failures()).isEmpty();
        assertThat(execution.done()).hasSize(4);
        assertThat(told).contains("db PLANNED", "db RUNNING", "db DONE");
    }

    @Test
    void doesActionsOfOneLevelAtTheSameTime() {
        CyclicBarrier both = new CyclicBarrier(2);

        Execution execution = execute((action, progress) -> {
            if (action.name().equals("db") || action.name().equals("alone")) {
                meet(both);
            }
            return done(action);
        });

        assertThat(execution.failures()).isEmpty();
    }

    @Test
    void neverDoesMoreAtATimeThanAllowed() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Document many = new Document();
        for (int i = 0; i < 20; i++) {
            many.service(machine("s" + i, 1, List.of(), List.of()));
        }

        executor.execute(
                plan(many),
                (action, progress) -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    Thread.yield();
                    now.decrementAndGet();
                    return "";
                },
                event -> {},
                cancellation);

        assertThat(most.get()).isBetween(1, 4);
    }

    @Test
    void skipsWhatNeedsAFailedActionAndGoesOnWithTheRest() {
        IllegalStateException fault = new IllegalStateException("no room");

        Execution execution = execute((action, progress) -> {
            if (action.name().equals("app")) {
                throw fault;
            }
            return done(action);
        });

        assertThat(performed).containsExactlyInAnyOrder("db", "alone");
        assertThat(execution.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.action().name()).isEqualTo("app");
            assertThat(failure.cause()).isSameAs(fault);
        });
        assertThat(execution.cancelled()).isFalse();
        assertThat(told).contains("app FAILED", "web FAILED", "alone DONE");
    }

    @Test
    void aCancelledCallEndsWhatHasBegunAndBeginsNothingMore() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Thread caller = Thread.ofVirtual().start(() -> {
            awaitLatch(begun);
            cancellation.cancel();
            cancelled.countDown();
        });

        Execution execution = execute((action, progress) -> {
            if (action.name().equals("db")) {
                begun.countDown();
                awaitLatch(cancelled);
            }
            return done(action);
        });
        caller.join();

        assertThat(performed).contains("db").doesNotContain("app", "web");
        assertThat(execution.done()).extracting(Action::name).contains("db");
        assertThat(execution.cancelled()).isTrue();
        assertThat(execution.failures()).isEmpty();
    }

    @Test
    void aCancelledCallEndsWaits() throws InterruptedException {
        host.images.clear();
        CountDownLatch begun = new CountDownLatch(1);
        Thread caller = Thread.ofVirtual().start(() -> {
            awaitLatch(begun);
            cancellation.cancel();
        });

        Execution execution = execute((action, progress) -> {
            if (action instanceof Action.PullImage) {
                cancellation.interrupting(() -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                });
            }
            return done(action);
        });
        caller.join();

        assertThat(performed).isEmpty();
        assertThat(execution.cancelled()).isTrue();
    }

    @Test
    void aListenerThatFailsCountsAsACallerWhoWentAway() {
        Execution execution = executor.execute(
                plan(chain()),
                (action, progress) -> done(action),
                event -> {
                    throw new IllegalStateException("gone");
                },
                cancellation);

        assertThat(execution.cancelled()).isTrue();
        assertThat(performed).isEmpty();
    }

    private static Document chain() {
        return new Document()
                .service(machine("db", 1, List.of(), List.of()))
                .service(machine("app", 1, List.of(), List.of()), "db")
                .service(machine("web", 1, List.of(), List.of()), "app")
                .service(machine("alone", 1, List.of(), List.of()));
    }

    private Plan plan(Document document) {
        return ((Planning.Feasible) Planner.up(document.wanted(), host.present())).plan();
    }

    private Execution execute(ActionPerformer performer) {
        return executor.execute(
                plan(chain()), performer, event -> told.add(event.action().name() + " " + event.state()), cancellation);
    }

    private String done(Action action) {
        performed.add(action.name());
        return "";
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("nobody came", e);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
