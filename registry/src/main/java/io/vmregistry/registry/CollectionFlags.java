package io.vmregistry.registry;

import io.vmregistry.registry.settings.ServerSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The flags of {@code vm-registry-server gc}: the server's, so that both find the same store, and a few of its own. */
@Command(
        name = "vm-registry-server gc",
        sortOptions = false,
        usageHelpAutoWidth = true,
        separator = " ",
        description = {
            "",
            "Frees what nothing in the store needs any more, once, and says what that was: uploads that nobody finished,"
                    + " blobs that no manifest names, markers and referrers of what is gone. Servers may run on the"
                    + " store meanwhile. Give it the storage flags and variables that the servers have; the flags of"
                    + " listener and authentication are taken and change nothing.",
            ""
        },
        footer = "")
final class CollectionFlags extends ServerFlags {

    /** How the report is written. */
    enum Output {
        TEXT,
        JSON
    }

    @Option(
            names = {"-dry-run", "--dry-run"},
            description = "Say what would be freed, and free nothing.")
    boolean dryRun;

    @Option(
            names = {"-grace", "--grace"},
            paramLabel = "DURATION",
            description = "The same as -gc-grace: how long a blob that no manifest names is kept."
                    + " Longer than any push takes; default 24h.")
    @Nullable
    String grace;

    @Option(
            names = {"-o", "-output", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How the report is written. Default text.")
    Output output = Output.TEXT;

    /** Nothing is listened on, and standard output is the report's. */
    @Override
    Map<String, String> properties() {
        Map<String, String> given = new LinkedHashMap<>(super.properties());
        if (grace != null) {
            given.put(ServerSettings.PREFIX + ".gc-grace", grace);
        }
        given.put(ServerSettings.PREFIX + ".task", "collect");
        given.put("quarkus.http.host-enabled", "false");
        given.put("quarkus.log.console.stderr", "true");
        return given;
    }
}
