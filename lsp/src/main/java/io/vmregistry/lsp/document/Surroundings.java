package io.vmregistry.lsp.document;

import io.vmregistry.spec.compose.ComposeFiles;
import io.vmregistry.spec.files.ProjectFolder;
import io.vmregistry.spec.interpolation.Interpolation;
import io.vmregistry.spec.schema.DocumentKind;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.vmfile.VmFiles;
import io.vmregistry.spec.yaml.Checked;
import io.vmregistry.spec.yaml.YamlMemory;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What a document's versions share: its folder, the variables that hold for it, what is remembered of its last text. */
public final class Surroundings {

    private final Optional<Path> folder;
    private final NearbyFiles files;
    private final Map<DocumentKind, YamlMemory> memories = new EnumMap<>(DocumentKind.class);

    private Surroundings(Optional<Path> folder, NearbyFiles files) {
        this.folder = folder;
        this.files = files;
    }

    /** @param environment variables that count before those of the {@code .env} file */
    public static Surroundings of(String uri, Map<String, String> environment, Clock clock) {
        Optional<Path> folder = pathOf(uri).flatMap(path -> Optional.ofNullable(path.getParent()));
        return new Surroundings(folder, new NearbyFiles(folder, environment, clock));
    }

    /** Empty for a document that is no file. */
    private static Optional<Path> pathOf(String uri) {
        try {
            URI parsed = new URI(uri);
            return "file".equalsIgnoreCase(parsed.getScheme()) ? Optional.of(Path.of(parsed)) : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }

    public Optional<Path> folder() {
        return folder;
    }

    public Optional<ProjectFolder> projectFolder() {
        return folder.map(ProjectFolder::of);
    }

    /** The environment over the {@code .env} file beside the document. */
    public Map<String, String> variables() {
        return files.variables();
    }

    /** Files beside the document may have changed. */
    public void forgetFiles() {
        files.forget();
    }

    Checked check(SourceText source, DocumentKind kind) {
        synchronized (memories) {
            YamlMemory memory = memories.computeIfAbsent(kind, key -> new YamlMemory());
            return switch (kind) {
                case VMFILE -> VmFiles.check(source, files, memory);
                case VMCOMPOSE ->
                    Interpolation.apply(source, variables()).check(text -> ComposeFiles.check(text, files, memory));
            };
        }
    }
}
