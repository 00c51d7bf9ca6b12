package io.vmregistry.spec.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.vmregistry.spec.compose.ComposeFile;
import io.vmregistry.spec.compose.ComposeFiles;
import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.interpolation.EnvFile;
import io.vmregistry.spec.schema.DocumentKind;
import io.vmregistry.spec.schema.JsonSchema;
import io.vmregistry.spec.schema.Schema;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.vmfile.VmFile;
import io.vmregistry.spec.vmfile.VmFiles;
import io.vmregistry.spec.yaml.Parsed;
import io.vmregistry.spec.yaml.YamlJson;
import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run with {@code GOLDEN=write} in the environment to write the expected diagnostics anew; read the difference before it is committed. */
class CorpusTest {

    private static final List<String> GOOD = List.of("vmfile/good", "vmcompose/good");
    private static final List<String> BAD = List.of("vmfile/bad", "vmcompose/bad");
    private static final Pattern CODE = Pattern.compile("\\[(VM[A-Z][0-9]{3})]: ");

    @TempDir
    Path folder;

    private Corpus corpus;

    @BeforeEach
    void copy() throws IOException {
        corpus = Corpus.in(folder);
    }

    @Test
    void everyGoodFileIsReadWithoutAnyDiagnostic() throws IOException {
        for (Path file : documents(GOOD)) {
            Parsed<?> parsed = Corpus.parse(file);

            assertThat(parsed.diagnostics()).as(file.toString()).isEmpty();
            assertThat(parsed.value()).as(file.toString()).isPresent();
        }
    }

    @Test
    void everyBadFileHasExactlyItsDiagnostics() throws IOException {
        for (Path file : documents(BAD)) {
            Parsed<?> parsed = Corpus.parse(file);

            compare(file, parsed.diagnostics());
            assertThat(parsed.value().isPresent()).as(file.toString()).isEqualTo(!parsed.hasErrors());
        }
        Path env = corpus.file("env/bad/lines.env");
        compare(
                env,
                EnvFile.parse(SourceText.decode("lines.env", Files.readAllBytes(env)))
                        .diagnostics());
    }

    private void compare(Path file, List<Diagnostic> diagnostics) throws IOException {
        String found = diagnostics.stream().map(d -> d.render() + "\n").collect(Collectors.joining());
        Path expected = Corpus.SOURCE.resolve(folder.relativize(file) + ".expected");
        if ("write".equals(System.getenv("GOLDEN"))) {
            Files.writeString(expected, found);
        }
        assertThat(expected).as("expected diagnostics of " + file).exists();
        assertThat(found).as(file.toString()).isNotEmpty().isEqualTo(Files.readString(expected));
    }

    @Test
    void everyCodeHasABadFile() throws IOException {
        Set<Code> seen = EnumSet.noneOf(Code.class);
        List<Path> expected = new ArrayList<>();
        try (var all = Files.walk(Corpus.SOURCE)) {
            all.filter(path -> path.toString().endsWith(".expected")).forEach(expected::add);
        }
        for (Path path : expected) {
            Matcher codes = CODE.matcher(Files.readString(path));
            while (codes.find()) {
                seen.add(Code.parse(codes.group(1)).orElseThrow());
            }
        }

        assertThat(EnumSet.complementOf(EnumSet.copyOf(seen)))
                .as("codes without a bad file")
                .isEmpty();
    }

    @Test
    void tenMistakesGiveTenDiagnosticsOrMoreInOneRun() throws IOException {
        assertThat(Corpus.parse(corpus.file("vmfile/bad/ten-mistakes.VMFile")).errors())
                .hasSizeGreaterThanOrEqualTo(10);
        assertThat(Corpus.parse(corpus.file("vmcompose/bad/ten-mistakes.VMCompose"))
                        .errors())
                .hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void everyExpectedFileBelongsToADocument() throws IOException {
        try (var all = Files.walk(Corpus.SOURCE)) {
            all.filter(path -> path.toString().endsWith(".expected")).forEach(path -> {
                String name = Corpus.SOURCE.relativize(path).toString().replaceFirst("\\.expected$", "");
                assertThat(corpus.file(name)).exists();
            });
        }
    }

    @Test
    void jsonSchemaAcceptsEveryGoodFile() throws IOException {
        for (Path file : documents(GOOD)) {
            Parsed<?> parsed = Corpus.parse(file);
            JsonNode json = YamlJson.from(parsed.tree().orElseThrow());

            assertThat(schemaOf(file).validate(json)).as(file.toString()).isEmpty();
        }
    }

    /** Structure is what a JSON Schema can see; everything else is left to the front end. */
    @Test
    void jsonSchemaRefusesBadStructure() throws IOException {
        Set<Code> structural = Arrays.stream(Code.values())
                .filter(code -> code.id().matches("VM[FC]00[1-4]"))
                .collect(Collectors.toSet());
        int refused = 0;
        for (Path file : documents(BAD)) {
            Parsed<?> parsed = Corpus.parse(file);
            boolean visible = parsed.diagnostics().stream()
                            .allMatch(found -> !found.code().id().startsWith("VMY"))
                    && parsed.diagnostics().stream().anyMatch(found -> structural.contains(found.code()));
            if (visible) {
                refused++;
                assertThat(schemaOf(file).validate(YamlJson.from(parsed.tree().orElseThrow())))
                        .as(file.toString())
                        .isNotEmpty();
            }
        }
        assertThat(refused).isGreaterThan(5);
    }

    @Test
    void jsonSchemasAreSchemas() {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(VersionFlag.V202012);
        com.networknt.schema.JsonSchema dialect =
                factory.getSchema(com.networknt.schema.SchemaLocation.of(VersionFlag.V202012.getId()));
        for (DocumentKind kind : DocumentKind.values()) {
            assertThat(dialect.validate(JsonSchema.of(Schema.of(kind)))).isEmpty();
        }
    }

    @Test
    void canonicalDocumentsReadBackToEqualModels() throws IOException {
        for (Path file : documents(GOOD)) {
            Parsed<?> parsed = Corpus.parse(file);
            SourceText canonical = SourceText.of("canonical", write(parsed));
            Parsed<?> again = parsed.value().orElseThrow() instanceof VmFile
                    ? VmFiles.parse(canonical)
                    : ComposeFiles.parse(canonical);

            assertThat(again.diagnostics()).as(file.toString()).isEmpty();
            assertThat(again.value()).as(file.toString()).isEqualTo(parsed.value());
        }
    }

    @Test
    void inlinedDocumentsNameNoFile() throws IOException {
        for (Path file : documents(GOOD)) {
            SourceText canonical = SourceText.of("canonical", write(Corpus.parse(file)));
            YamlNode tree = YamlReader.read(canonical).root().orElseThrow();

            assertThat(ComposeFiles.namedFiles(tree)).as(file.toString()).isEmpty();
            assertThat(VmFiles.namedFiles(tree)).as(file.toString()).isEmpty();
        }
        assertThat(write(Corpus.parse(corpus.file("vmcompose/good/complete.VMCompose"))))
                .contains("apt-get update")
                .contains("packages: [nginx]");
    }

    private static String write(Parsed<?> parsed) {
        return switch (parsed.value().orElseThrow()) {
            case VmFile vmFile -> VmFiles.write(vmFile);
            case ComposeFile compose -> ComposeFiles.write(compose);
            case Object other -> throw new AssertionError(other);
        };
    }

    private static com.networknt.schema.JsonSchema schemaOf(Path file) {
        DocumentKind kind = DocumentKind.ofFileName(file.toString()).orElseThrow();
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(JsonSchema.of(Schema.of(kind)));
    }

    private List<Path> documents(List<String> folders) throws IOException {
        List<Path> documents = new ArrayList<>();
        for (String name : folders) {
            documents.addAll(corpus.documents(name));
        }
        assertThat(documents).isNotEmpty();
        return documents;
    }
}
