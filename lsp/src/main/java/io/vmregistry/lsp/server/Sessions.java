package io.vmregistry.lsp.server;

import io.vmregistry.lsp.diagnostic.Diagnostics;
import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.document.Surroundings;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.TextDocumentItem;

/** The open documents. Changes come from one thread, in the order in which the editor made them. */
final class Sessions {

    private final Map<String, Session> open = new ConcurrentHashMap<>();
    private final Map<String, String> environment;
    private final Clock clock;
    private final Executor executor;
    private final Session.Publisher publisher;

    Sessions(Map<String, String> environment, Clock clock, Executor executor, Session.Publisher publisher) {
        this.environment = environment;
        this.clock = clock;
        this.executor = executor;
        this.publisher = publisher;
    }

    Optional<Session> session(String uri) {
        return Optional.ofNullable(open.get(uri));
    }

    void open(TextDocumentItem item) {
        String uri = item.getUri();
        Surroundings surroundings = Surroundings.of(uri, environment, clock);
        OpenDocument document = OpenDocument.of(uri, item.getVersion(), item.getText(), surroundings);
        Session before = open.get(uri);
        if (before == null) {
            open.put(uri, new Session(document, publisher, executor));
        } else {
            before.update(document);
        }
    }

    /** A change of a document that is not open changes nothing. */
    void change(DidChangeTextDocumentParams parameters) {
        Integer version = parameters.getTextDocument().getVersion();
        session(parameters.getTextDocument().getUri()).ifPresent(session -> {
            OpenDocument before = session.newest();
            session.update(
                    before.changed(version == null ? before.version() + 1 : version, parameters.getContentChanges()));
        });
    }

    void close(String uri) {
        Session session = open.remove(uri);
        if (session == null) {
            publisher.publish(new PublishDiagnosticsParams(uri, List.of()));
        } else {
            session.close();
        }
    }

    /** The document is so large that its text was not even taken from the wire. */
    void refuse(String uri) {
        Session session = open.remove(uri);
        if (session != null) {
            session.close();
        }
        publisher.publish(new PublishDiagnosticsParams(uri, List.of(Diagnostics.tooLarge())));
    }

    /** Files beside the documents changed. */
    void refresh() {
        open.values().forEach(Session::refresh);
    }
}
