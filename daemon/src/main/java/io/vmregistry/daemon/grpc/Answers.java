package io.vmregistry.daemon.grpc;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Semaphore;
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
        } catch (RuntimeException e) {
            responses.onError(Statuses.from(e));
            return;
        }
        responses.onNext(answer);
        responses.onCompleted();
    }

    /**
     * Several answers, each sent when the domain hands it over; handing over waits while the client does not read. The
     * domain runs on a thread of its own, so that the call's own events still arrive.
     */
    static <A> void stream(StreamObserver<A> responses, Consumer<Consumer<A>> domain) {
        ServerCallStreamObserver<A> call = (ServerCallStreamObserver<A>) responses;
        PacedResponses<A> paced = new PacedResponses<>(call);
        Runnable work = () -> {
            try {
                domain.accept(paced);
                paced.complete();
            } catch (RuntimeException e) {
                if (!call.isCancelled()) {
                    call.onError(Statuses.from(e));
                }
            }
        };
        Thread.ofVirtual().name("rpc-stream").start(Context.current().wrap(work));
    }

    /** Responses that wait for the client. One thread hands over; gRPC's thread says when there is room again. */
    private static final class PacedResponses<A> implements Consumer<A> {
        private final ServerCallStreamObserver<A> call;
        private final Semaphore changed = new Semaphore(0);

        PacedResponses(ServerCallStreamObserver<A> call) {
            this.call = call;
            call.setOnReadyHandler(changed::release);
            call.setOnCancelHandler(changed::release);
        }

        @Override
        public void accept(A answer) {
            while (!call.isReady() && !call.isCancelled()) {
                changed.acquireUninterruptibly();
                changed.drainPermits();
            }
            if (!call.isCancelled()) {
                call.onNext(answer);
            }
        }

        void complete() {
            if (!call.isCancelled()) {
                call.onCompleted();
            }
        }
    }
}
