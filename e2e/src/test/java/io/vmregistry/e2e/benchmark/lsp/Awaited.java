package io.vmregistry.e2e.benchmark.lsp;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.ConfigurationParams;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.RegistrationParams;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.UnregistrationParams;
import org.eclipse.lsp4j.services.LanguageClient;

/**
 * The client's side: completes a future when the diagnostics are as many as awaited. A server that names no version is
 * believed, since the awaited number differs from the one before.
 */
final class Awaited implements LanguageClient {

    private final String uri;
    private final Map<String, Object> settings;
    private int version = 1;
    private int count;
    private CompletableFuture<Void> found = new CompletableFuture<>();

    Awaited(String uri, Map<String, Object> settings) {
        this.uri = uri;
        this.settings = Map.copyOf(settings);
    }

    synchronized CompletableFuture<Void> diagnostics(int wanted) {
        count = wanted;
        found = new CompletableFuture<>();
        return found;
    }

    synchronized void version(int newest) {
        version = newest;
    }

    @Override
    public synchronized void publishDiagnostics(PublishDiagnosticsParams published) {
        Integer of = published.getVersion();
        boolean current = of == null || of == version;
        if (current
                && published.getUri().equals(uri)
                && published.getDiagnostics().size() == count) {
            found.complete(null);
        }
    }

    @Override
    public CompletableFuture<List<Object>> configuration(ConfigurationParams parameters) {
        return CompletableFuture.completedFuture(parameters.getItems().stream()
                .map(item -> settings.getOrDefault(item.getSection(), Map.of()))
                .toList());
    }

    @Override
    public CompletableFuture<Void> registerCapability(RegistrationParams parameters) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> unregisterCapability(UnregistrationParams parameters) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void telemetryEvent(Object event) {
        // Not measured.
    }

    @Override
    public void showMessage(MessageParams message) {
        System.err.println(message.getMessage());
    }

    @Override
    public CompletableFuture<MessageActionItem> showMessageRequest(ShowMessageRequestParams request) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException(request.getMessage()));
    }

    @Override
    public void logMessage(MessageParams message) {
        // What a server logs is not measured.
    }
}
