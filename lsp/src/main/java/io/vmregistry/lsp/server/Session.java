package io.vmregistry.lsp.server;

import io.vmregistry.lsp.diagnostic.Diagnostics;
import io.vmregistry.lsp.document.OpenDocument;
import java.util.List;
import java.util.concurrent.Executor;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.PublishDiagnosticsParams;

/**
 * An open document through all its versions. One run of diagnostics goes on at a time; when it ends for a version that is no
 * longer the newest, its result is dropped and the newest is taken.
 */
final class Session {

    /** Where a session's diagnostics go. */
    interface Publisher {
        void publish(PublishDiagnosticsParams diagnostics);

        void failed(OpenDocument document, Throwable fault);
    }

    private final Publisher publisher;
    private final Executor executor;
    private final Object publishing = new Object();
    private volatile OpenDocument newest;
    private volatile boolean closed;
    private boolean running;

    Session(OpenDocument first, Publisher publisher, Executor executor) {
        this.newest = first;
        this.publisher = publisher;
        this.executor = executor;
        diagnose();
    }

    OpenDocument newest() {
        return newest;
    }

    void update(OpenDocument next) {
        newest = next;
        diagnose();
    }

    /** Looks at the newest version again, because something beside it changed. */
    void refresh() {
        newest.surroundings().forgetFiles();
        update(newest.again());
    }

    void close() {
        closed = true;
        synchronized (publishing) {
            publisher.publish(new PublishDiagnosticsParams(newest.uri(), List.of()));
        }
    }

    private void diagnose() {
        synchronized (this) {
            if (running) {
                return;
            }
            running = true;
        }
        executor.execute(this::run);
    }

    private void run() {
        while (true) {
            OpenDocument document = newest;
            if (!closed) {
                diagnose(document);
            }
            synchronized (this) {
                if (document == newest || closed) {
                    running = false;
                    return;
                }
            }
        }
    }

    /** Whatever goes wrong with one version, the next one is looked at. */
    private void diagnose(OpenDocument document) {
        try {
            List<Diagnostic> found = Diagnostics.of(document);
            synchronized (publishing) {
                if (document == newest && !closed) {
                    publisher.publish(new PublishDiagnosticsParams(document.uri(), found, document.version()));
                }
            }
        } catch (RuntimeException | StackOverflowError e) {
            publisher.failed(document, e);
        }
    }
}
