package io.vmregistry.daemon.compose;

import io.vmregistry.daemon.compose.ActionEvent.State;
import io.vmregistry.daemon.compose.plan.Action;
import io.vmregistry.daemon.compose.plan.Plan;
import io.vmregistry.daemon.compose.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Carries out a plan: every step on a thread of its own, as soon as those that it waits for are over. A failed step skips
 * those that need it, and the others go on. A cancelled call begins nothing more.
 */
final class PlanExecutor {

    private static final Logger LOG = Logger.getLogger(PlanExecutor.class);

    private final int parallelism;

    /** @param parallelism how many actions that change the host are done at a time; waiting counts for nothing */
    PlanExecutor(int parallelism) {
        this.parallelism = parallelism;
    }

    /** How one step ended. */
    private sealed interface Outcome {
        record Done() implements Outcome {}

        record Failed(RuntimeException cause) implements Outcome {}

        /** It was not begun, or left. */
        record Left(boolean cancelled) implements Outcome {}
    }

    Execution execute(Plan plan, ActionPerformer performer, ActionListener listener, Cancellation cancellation) {
        Run run = new Run(performer, listener, cancellation, new Semaphore(parallelism));
        plan.actions().forEach(action -> run.tell(ActionEvent.of(action, State.PLANNED, "")));
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Step step : plan.steps()) {
                List<CompletableFuture<Outcome>> earlier = List.copyOf(outcomes);
                outcomes.add(CompletableFuture.supplyAsync(() -> run.step(step, earlier), threads));
            }
            // Joining bears an interrupt of this thread; closing the threads would hand it on to the actions.
            outcomes.forEach(CompletableFuture::join);
        }
        if (Thread.interrupted()) {
            cancellation.cancel();
        }
        return summary(plan, outcomes);
    }

    private static Execution summary(Plan plan, List<CompletableFuture<Outcome>> outcomes) {
        List<Action> done = new ArrayList<>();
        List<Execution.Failure> failures = new ArrayList<>();
        boolean cancelled = false;
        for (Step step : plan.steps()) {
            switch (outcomes.get(step.id()).join()) {
                case Outcome.Done ok -> {
                    if (!step.action().isKeep()) {
                        done.add(step.action());
                    }
                }
                case Outcome.Failed(RuntimeException cause) ->
                    failures.add(new Execution.Failure(step.action(), cause));
                case Outcome.Left(boolean byCaller) -> cancelled |= byCaller;
            }
        }
        return new Execution(done, failures, cancelled);
    }

    /** One execution, seen from its steps. */
    private record Run(
            ActionPerformer performer,
            ActionListener listener,
            Cancellation cancellation,
            Semaphore permits,
            ReentrantLock telling) {

        Run(ActionPerformer performer, ActionListener listener, Cancellation cancellation, Semaphore permits) {
            this(performer, listener, cancellation, permits, new ReentrantLock());
        }

        Outcome step(Step step, List<CompletableFuture<Outcome>> earlier) {
            step.follows().forEach(other -> earlier.get(other).join());
            for (int other : step.needs()) {
                if (!(earlier.get(other).join() instanceof Outcome.Done)) {
                    boolean byCaller = cancellation.isCancelled();
                    tell(ActionEvent.of(
                            step.action(),
                            State.FAILED,
                            byCaller ? "not begun: the call was cancelled" : "not begun: what it needs failed"));
                    return new Outcome.Left(byCaller);
                }
            }
            Action action = step.action();
            if (action.isKeep()) {
                tell(ActionEvent.of(action, State.DONE, ""));
                return new Outcome.Done();
            }
            boolean waits = action instanceof Action.Await;
            if (!waits) {
                permits.acquireUninterruptibly();
            }
            try {
                return perform(action);
            } finally {
                if (!waits) {
                    permits.release();
                }
            }
        }

        private Outcome perform(Action action) {
            if (cancellation.isCancelled()) {
                tell(ActionEvent.of(action, State.FAILED, "not begun: the call was cancelled"));
                return new Outcome.Left(true);
            }
            tell(ActionEvent.of(action, State.RUNNING, ""));
            try {
                String note = performer.perform(
                        action, progress -> tell(new ActionEvent(action, State.RUNNING, "", Optional.of(progress))));
                tell(ActionEvent.of(action, State.DONE, note));
                return new Outcome.Done();
            } catch (InterruptedException e) {
                tell(ActionEvent.of(action, State.FAILED, "left: the call was cancelled"));
                return new Outcome.Left(true);
            } catch (RuntimeException e) {
                if (cancellation.isCancelled() && isInterruptible(action)) {
                    tell(ActionEvent.of(action, State.FAILED, "left: the call was cancelled"));
                    return new Outcome.Left(true);
                }
                tell(ActionEvent.of(action, State.FAILED, String.valueOf(e.getMessage())));
                return new Outcome.Failed(e);
            }
        }

        private static boolean isInterruptible(Action action) {
            return action instanceof Action.PullImage || action instanceof Action.Await;
        }

        void tell(ActionEvent event) {
            telling.lock();
            try {
                listener.on(event);
            } catch (RuntimeException e) {
                // Who cannot hear any more has gone away. What has begun still comes to its end.
                LOG.debugf(e, "A listener is gone");
                cancellation.cancel();
            } finally {
                telling.unlock();
            }
        }
    }
}
