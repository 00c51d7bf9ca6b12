package io.vmregistry.lsp.document;

import io.vmregistry.spec.files.FileLookup;
import io.vmregistry.spec.files.ProjectFolder;
import io.vmregistry.spec.interpolation.EnvFile;
import io.vmregistry.spec.text.SourceText;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files beside a document, looked at no oftener than typing needs: an answer holds for a few seconds, or until an editor
 * says that files changed. A document that is no file has none, and every name counts as there.
 */
final class NearbyFiles implements FileLookup {

    private static final Duration HOLDS = Duration.ofSeconds(5);
    private static final int LARGEST_ENV_FILE = 1 << 20;

    private final FileLookup lookup;
    private final Optional<ProjectFolder> folder;
    private final Map<String, String> environment;
    private final Clock clock;
    private final Map<String, Finding> known = new HashMap<>();
    private Optional<Map<String, String>> variables = Optional.empty();
    private Instant since = Instant.MIN;

    NearbyFiles(Optional<Path> folder, Map<String, String> environment, Clock clock) {
        this.folder = folder.map(ProjectFolder::of);
        this.lookup = this.folder.<FileLookup>map(found -> found).orElse(FileLookup.unavailable());
        this.environment = Map.copyOf(environment);
        this.clock = clock;
    }

    @Override
    public synchronized Finding find(String path) {
        forgetWhenOld();
        return known.computeIfAbsent(path, lookup::find);
    }

    synchronized Map<String, String> variables() {
        forgetWhenOld();
        if (variables.isEmpty()) {
            variables = Optional.of(read());
        }
        return variables.get();
    }

    synchronized void forget() {
        since = Instant.MIN;
    }

    private void forgetWhenOld() {
        Instant now = clock.instant();
        if (since.equals(Instant.MIN) || now.isAfter(since.plus(HOLDS))) {
            known.clear();
            variables = Optional.empty();
            since = now;
        }
    }

    private Map<String, String> read() {
        return folder.map(found -> found.read(".env", LARGEST_ENV_FILE))
                .filter(ProjectFolder.Reading.Content.class::isInstance)
                .map(content -> EnvFile.parse(
                                SourceText.decode(".env", ((ProjectFolder.Reading.Content) content).bytes()))
                        .under(environment))
                .orElse(environment);
    }
}
