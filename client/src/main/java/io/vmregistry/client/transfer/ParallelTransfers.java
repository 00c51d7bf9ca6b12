package io.vmregistry.client.transfer;

import io.vmregistry.client.ClientException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Moves several blobs at once. The first failure stops the others, and all have ended when this returns or throws. */
final class ParallelTransfers {

    private ParallelTransfers() {}

    /** {@return the bytes that all of them moved} */
    static long run(int parallel, List<Callable<Long>> transfers, String tried) {
        long moved = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(
                parallel, Thread.ofVirtual().name("transfer-", 0).factory())) {
            ExecutorCompletionService<Long> ended = new ExecutorCompletionService<>(pool);
            transfers.forEach(ended::submit);
            try {
                for (int i = 0; i < transfers.size(); i++) {
                    moved += ended.take().get();
                }
            } catch (InterruptedException e) {
                pool.shutdownNow();
                Thread.currentThread().interrupt();
                throw new ClientException.Cancelled(tried);
            } catch (ExecutionException e) {
                pool.shutdownNow();
                if (e.getCause() instanceof RuntimeException fault) {
                    throw fault;
                }
                throw new IllegalStateException("a transfer ended in a way that it never should", e);
            }
        }
        return moved;
    }
}
