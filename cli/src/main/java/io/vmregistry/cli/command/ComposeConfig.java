package io.vmregistry.cli.command;

import io.vmregistry.cli.document.DiagnosticReport;
import io.vmregistry.cli.document.DocumentReader;
import io.vmregistry.cli.terminal.OutputFormat;
import io.vmregistry.cli.terminal.Structured;
import io.vmregistry.spec.compose.ComposeFile;
import io.vmregistry.spec.compose.ComposeFiles;
import io.vmregistry.spec.compose.ComposeInlining;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.yaml.Parsed;
import io.vmregistry.spec.yaml.YamlJson;
import io.vmregistry.spec.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a compose file in canonical form, with the files that it names inside. */
@Command(name = "config", description = "Print the compose file as the daemon would get it; needs no daemon.")
final class ComposeConfig extends VmrCommand {

    @Mixin
    ComposeOptions compose = new ComposeOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "yaml, or json with every finding and its place.")
    OutputFormat output = OutputFormat.YAML;

    ComposeConfig(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        Path path = compose.path(desk());
        Parsed<ComposeFile> inlined = ComposeInlining.inline(compose.parse(desk()), DocumentReader.folderOf(path));
        if (output == OutputFormat.JSON) {
            return json(inlined);
        }
        ComposeFile file = DocumentReader.valid(inlined);
        DocumentReader.warnings(inlined).forEach(terminal()::say);
        terminal().data(ComposeFiles.write(file).stripTrailing());
        return ExitCode.DONE;
    }

    private int json(Parsed<ComposeFile> inlined) {
        Map<String, Object> report = DiagnosticReport.of(inlined);
        inlined.value()
                .map(ComposeFiles::write)
                .flatMap(text -> YamlReader.read(SourceText.of(inlined.source().name(), text))
                        .root())
                .ifPresent(root -> report.put("config", YamlJson.from(root)));
        terminal().data(Structured.json(List.of(report)));
        return inlined.hasErrors() ? ExitCode.INVALID_FILE : ExitCode.DONE;
    }
}
