package io.vmregistry.cli.command;

import io.vmregistry.cli.document.DiagnosticReport;
import io.vmregistry.cli.terminal.OutputFormat;
import io.vmregistry.cli.terminal.Structured;
import io.vmregistry.cli.terminal.Terminal;
import io.vmregistry.spec.yaml.Parsed;
import java.util.List;
import java.util.Map;

/** Prints what was found in files, for people or for programs, and says how that ends. */
final class Findings {

    private Findings() {}

    static int print(Desk desk, List<Parsed<?>> files, OutputFormat output) {
        boolean valid = files.stream().noneMatch(Parsed::hasErrors);
        List<Map<String, Object>> reports =
                files.stream().map(DiagnosticReport::of).toList();
        switch (output) {
            case JSON -> desk.terminal().data(Structured.json(reports));
            case YAML -> desk.terminal().data(Structured.yaml(reports));
            case TABLE, WIDE, NAME -> lines(desk.terminal(), files);
        }
        return valid ? ExitCode.DONE : ExitCode.INVALID_FILE;
    }

    private static void lines(Terminal terminal, List<Parsed<?>> files) {
        for (Parsed<?> file : files) {
            file.diagnostics().forEach(finding -> terminal.complain(finding.render()));
            if (!file.hasErrors()) {
                terminal.say(file.source().name() + ": valid");
            }
        }
    }
}
