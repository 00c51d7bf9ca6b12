package io.vmregistry.cli.document;

import io.vmregistry.client.ClientException;
import io.vmregistry.spec.compose.ComposeFile;
import io.vmregistry.spec.compose.ComposeFiles;
import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.files.ProjectFolder;
import io.vmregistry.spec.interpolation.EnvFile;
import io.vmregistry.spec.interpolation.Interpolation;
import io.vmregistry.spec.schema.DocumentKind;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.vmfile.VmFile;
import io.vmregistry.spec.vmfile.VmFiles;
import io.vmregistry.spec.yaml.Parsed;
import io.vmregistry.spec.yaml.YamlDocument;
import io.vmregistry.spec.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads files of both formats, with a look at what they name in their folder. */
public final class DocumentReader {

    /** More than any file of ours has; the parser refuses less. */
    private static final int MAX_BYTES = 16 << 20;

    private DocumentReader() {}

    /**
     * A file's text.
     *
     * @param shown what diagnostics call it
     */
    public static SourceText read(Path file, String shown) {
        if (!Files.isRegularFile(file)) {
            throw new ClientException.NotFound(
                    "read " + shown,
                    Files.isDirectory(file) ? "it is a folder" : "there is no such file",
                    "Run \"vmr init\" to begin one.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return SourceText.decode(shown, in.readNBytes(MAX_BYTES));
        } catch (IOException e) {
            throw new ClientException.LocalFault("read " + shown, "it cannot be read: " + e.getMessage(), "", e);
        }
    }

    public static ProjectFolder folderOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return ProjectFolder.of(parent == null ? file : parent);
    }

    public static Parsed<VmFile> vmFile(Path file, String shown) {
        return VmFiles.parse(read(file, shown), folderOf(file));
    }

    /**
     * A compose file with its variables replaced.
     *
     * @param environment counts before the {@code .env} file beside the document
     */
    public static Parsed<ComposeFile> composeFile(Path file, String shown, Map<String, String> environment) {
        EnvFile variables = variablesBeside(file);
        Parsed<ComposeFile> parsed = Interpolation.apply(read(file, shown), variables.under(environment))
                .parse(source -> ComposeFiles.parse(source, folderOf(file)));
        if (variables.diagnostics().isEmpty()) {
            return parsed;
        }
        List<Diagnostic> all = new ArrayList<>(variables.diagnostics());
        all.addAll(parsed.diagnostics());
        boolean broken = variables.diagnostics().stream().anyMatch(Diagnostic::isError);
        return new Parsed<>(parsed.source(), parsed.tree(), broken ? Optional.empty() : parsed.value(), all);
    }

    private static EnvFile variablesBeside(Path file) {
        Path variables = file.toAbsolutePath().resolveSibling(".env");
        SourceText text = Files.isRegularFile(variables) ? read(variables, ".env") : SourceText.of(".env", "");
        return EnvFile.parse(text);
    }

    /** Reads a file as what it says it is, else as what its name says. */
    public static Parsed<?> any(Path file, String shown, Map<String, String> environment) {
        YamlDocument document = YamlReader.read(read(file, shown));
        Optional<DocumentKind> kind =
                document.root().flatMap(DocumentKind::of).or(() -> DocumentKind.ofFileName(file.toString()));
        return switch (kind.orElse(DocumentKind.VMFILE)) {
            case VMFILE -> vmFile(file, shown);
            case VMCOMPOSE -> composeFile(file, shown, environment);
        };
    }

    /** The value, when nothing is wrong with it. */
    public static <T> T valid(Parsed<T> parsed) {
        return parsed.value()
                .orElseThrow(() -> new InvalidDocumentException(
                        parsed.diagnostics().stream().map(Diagnostic::render).toList()));
    }

    /** Warnings as lines. */
    public static List<String> warnings(Parsed<?> parsed) {
        return parsed.warnings().stream().map(Diagnostic::render).toList();
    }
}
