package io.vmregistry.daemon;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Starts the daemon: reads the flags, then the application. Exits with 0, 1 when it cannot start, or 2 for bad flags. */
@QuarkusMain
public final class DaemonMain {

    private DaemonMain() {}

    public static void main(String... args) {
        DaemonFlags flags = new DaemonFlags();
        CommandLine parser = flags.parser();
        try {
            ParseResult result = parser.parseArgs(args);
            if (result.isUsageHelpRequested() || result.isVersionHelpRequested()) {
                printHelp(parser, result);
                return;
            }
        } catch (ParameterException e) {
            PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
            err.println(e.getMessage());
            err.println("Run \"vm-registry-daemon --help\" for the flags.");
            System.exit(CommandLine.ExitCode.USAGE);
        }
        flags.properties().forEach(System::setProperty);
        Quarkus.run(DaemonApplication.class, args);
    }

    private static void printHelp(CommandLine parser, ParseResult result) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        if (result.isUsageHelpRequested()) {
            parser.usage(out);
        } else {
            parser.printVersionHelp(out);
        }
    }
}
