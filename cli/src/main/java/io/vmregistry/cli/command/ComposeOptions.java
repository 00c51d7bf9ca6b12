package io.vmregistry.cli.command;

import io.vmregistry.cli.document.ComposeLookup;
import io.vmregistry.cli.document.DocumentReader;
import io.vmregistry.spec.compose.ComposeFile;
import io.vmregistry.spec.compose.ComposeFiles;
import io.vmregistry.spec.compose.ComposeInlining;
import io.vmregistry.spec.compose.ProjectName;
import io.vmregistry.spec.yaml.Parsed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every compose command takes, and the document that it means. */
final class ComposeOptions {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The compose file. Default: VMCompose, the only *.VMCompose, or vmcompose.yaml.")
    Optional<String> file = Optional.empty();

    @Option(
            names = {"-p", "--project", "--project-name"},
            paramLabel = "PROJECT",
            description = "The project. Default: the document's name, else the folder's.")
    Optional<String> project = Optional.empty();

    Path path(Desk desk) {
        Path folder = desk.surroundings().folder();
        return file.map(desk.surroundings()::resolve).orElseGet(() -> ComposeLookup.in(folder));
    }

    private String shown(Path path) {
        return file.orElseGet(() -> String.valueOf(path.getFileName()));
    }

    Parsed<ComposeFile> parse(Desk desk) {
        Path path = path(desk);
        return DocumentReader.composeFile(path, shown(path), desk.surroundings().variables());
    }

    /** Without a document when a project is named: what is up can be taken down without its file. */
    String projectName(Desk desk) {
        return project.isPresent() ? named(project.get()) : document(desk).project();
    }

    private static String named(String name) {
        return ProjectName.parse(name)
                .map(ProjectName::value)
                .orElseThrow(() -> new UsageFaultException(
                        "\"" + name + "\" is no project's name. Write small letters, digits, - and _."));
    }

    /** The document with the files that it names inside, since the daemon cannot see its folder. */
    Document document(Desk desk) {
        Path path = path(desk);
        Parsed<ComposeFile> parsed = DocumentReader.composeFile(
                path, shown(path), desk.surroundings().variables());
        ComposeFile whole = DocumentReader.valid(ComposeInlining.inline(parsed, DocumentReader.folderOf(path)));
        DocumentReader.warnings(parsed).forEach(desk.terminal()::say);
        boolean alone =
                parsed.tree().map(ComposeFiles::namedFiles).orElse(List.of()).isEmpty();
        String text = alone ? parsed.source().text() : ComposeFiles.write(whole);
        String name = project.map(ComposeOptions::named)
                .or(() -> whole.name().map(ProjectName::value))
                .or(() -> folderName(path))
                .orElseThrow(() -> new UsageFaultException("The project has no name. Give it one with -p."));
        List<String> images = whole.services().values().stream()
                .map(service -> service.image().toString())
                .toList();
        return new Document(text, shown(path), name, images);
    }

    private static Optional<String> folderName(Path path) {
        return Optional.ofNullable(path.toAbsolutePath().normalize().getParent())
                .flatMap(parent -> Optional.ofNullable(parent.getFileName()))
                .flatMap(folder -> ProjectName.from(folder.toString()))
                .map(ProjectName::value);
    }

    /**
     * What is sent to the daemon.
     *
     * @param images of the services, whether they are here or not
     */
    record Document(String text, String shown, String project, List<String> images) {
        Document {
            images = List.copyOf(images);
        }
    }
}
