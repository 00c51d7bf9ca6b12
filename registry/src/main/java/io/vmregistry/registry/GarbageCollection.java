package io.vmregistry.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.QuarkusApplication;
import io.vmregistry.registry.upkeep.SweepText;
import io.vmregistry.registry.upkeep.Upkeep;
import io.vmregistry.store.gc.GarbageCollector.Mode;
import io.vmregistry.store.gc.StoreSweep.Report;
import java.io.PrintStream;
import java.util.Arrays;
import picocli.CommandLine;

/** {@code vm-registry-server gc}: one run on the store that the flags name, beside whatever servers it has. */
final class GarbageCollection implements QuarkusApplication {

    private static final String COMMAND = "gc";

    private final Upkeep upkeep;

    GarbageCollection(Upkeep upkeep) {
        this.upkeep = upkeep;
    }

    static boolean isAskedFor(String... arguments) {
        return arguments.length > 0 && arguments[0].equals(COMMAND);
    }

    static String[] flags(String... arguments) {
        return Arrays.copyOfRange(arguments, 1, arguments.length);
    }

    /** The flags were found to be good before anything started. Nothing else asks for a run in this process. */
    @Override
    public int run(String... arguments) {
        CollectionFlags flags = new CollectionFlags();
        var _ = line(flags).parseArgs(flags(arguments));
        Report report = upkeep.run(flags.dryRun ? Mode.DRY_RUN : Mode.SWEEP).orElseThrow();
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        out.print(
                switch (flags.output) {
                    case TEXT -> SweepText.table(report);
                    case JSON -> SweepText.json(report).encodePrettily() + "\n";
                });
        return 0;
    }

    static CommandLine line(ServerFlags flags) {
        return new CommandLine(flags).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
