package io.vmregistry.e2e.benchmark.lsp;

import io.vmregistry.e2e.process.Launchers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A language server that is measured.
 *
 * @param settings by section: what it is told, and what it gets when it asks
 */
record Contender(String name, List<String> command, Map<String, Object> settings) {

    Contender {
        command = List.copyOf(command);
        settings = Map.copyOf(settings);
    }

    static Contender ours() {
        return new Contender(
                "vmr-lsp", List.of(Launchers.home().resolve("bin/vmr-lsp").toString()), Map.of());
    }

    /** The peer knows the format by our JSON Schema, and nothing else is fetched. */
    static Contender peer(Path packages) {
        String schema = Launchers.home()
                .resolve("docs/reference/vmcompose.schema.json")
                .toUri()
                .toString();
        return new Contender(
                "yaml-language-server",
                List.of(
                        "node",
                        packages.resolve("yaml-language-server/bin/yaml-language-server")
                                .toString(),
                        "--stdio"),
                Map.of(
                        "yaml",
                        Map.of(
                                "validate",
                                true,
                                "completion",
                                true,
                                "schemaStore",
                                Map.of("enable", false),
                                "schemas",
                                Map.of(schema, "*.vmcompose.yaml"))));
    }
}
