package io.vmregistry.daemon.grpc;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Calls a domain and sends what it returns, or the status of what it throws. */
final class Answers {

    private Answers() {}

    /** One answer. */
    static <A> void answer(StreamObserver<A> responses, Supplier<A> domain) {
        A answer;
        try {
            answer = domain.get();
        } catch (RuntimeException | Error e) {
            responses.onError(Statuses.from(e));
            return;
        }
        responses.onNext(answer);
        responses.onCompleted();
    }

    /**
     * One answer, which takes long and can be given up: the domain's thread is interrupted when the caller cancels or is
     * gone, and the domain has to bear that.
     */
    static <A> void answerUnlessCancelled(StreamObserver<A> responses, Supplier<A> domain) {
        answer(responses, () -> {
            try (Interruption _ = Interruption.onCancel()) {
                return domain.get();
            }
        });
    }

    /**
     * Several answers, each sent when the domain hands it over; handing over waits while the client does not read. The
     * domain runs on a thread of its own, so that the call's own events still arrive, and is
     * interrupted when the caller cancels or is gone.
     */
    static <A> void stream(StreamObserver<A> responses, Consumer<Consumer<A>> domain) {
        ServerCallStreamObserver<A> call = (ServerCallStreamObserver<A>) responses;
        PacedResponses<A> paced = new PacedResponses<>(call);
        Runnable work = () -> {
            try (Interruption _ = Interruption.onCancel()) {
                domain.accept(paced);
                paced.complete();
            } catch (RuntimeException | Error e) {
                // This thread is nobody else's: a call that is not closed here never is.
                if (!call.isCancelled()) {
                    call.onError(Statuses.from(e));
                }
            }
        };
        Thread.ofVirtual().name("rpc-stream").start(Context.current().wrap(work));
    }

    /** Interrupts the thread that began it when the call is cancelled; closing it leaves no interrupt behind. */
    private static final class Interruption implements AutoCloseable {
        private final Context context = Context.current();
        private final Thread thread = Thread.currentThread();
        private final Context.CancellationListener listener = cancelled -> interrupt();
        private boolean over;
        private boolean interrupted;

        static Interruption onCancel() {
            Interruption interruption = new Interruption();
            interruption.context.addListener(interruption.listener, Runnable::run);
            return interruption;
        }

        private synchronized void interrupt() {
            if (!over) {
                interrupted = true;
                thread.interrupt();
            }
        }

        @Override
        public void close() {
            context.removeListener(listener);
            synchronized (this) {
                over = true;
                if (interrupted) {
                    Thread.interrupted();
                }
            }
        }
    }

    /**
     * Responses that wait for the client. Any thread may hand over, one at a time; gRPC's thread says when there is room
     * again.
     */
    private static final class PacedResponses<A> implements Consumer<A> {
        private final ServerCallStreamObserver<A> call;
        private final Semaphore changed = new Semaphore(0);
        private final ReentrantLock handingOver = new ReentrantLock();

        PacedResponses(ServerCallStreamObserver<A> call) {
            this.call = call;
            call.setOnReadyHandler(changed::release);
            call.setOnCancelHandler(changed::release);
        }

        @Override
        public void accept(A answer) {
            handingOver.lock();
            try {
                while (!call.isReady() && !call.isCancelled()) {
                    changed.acquireUninterruptibly();
                    changed.drainPermits();
                }
                if (!call.isCancelled()) {
                    call.onNext(answer);
                }
            } finally {
                handingOver.unlock();
            }
        }

        void complete() {
            if (!call.isCancelled()) {
                call.onCompleted();
            }
        }
    }
}
