package io.vmregistry.auth;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;

/** The program. The command line is read first; only then Quarkus starts, with what it says. */
@QuarkusMain
public final class AuthServer implements QuarkusApplication {

    public static void main(String... arguments) {
        int exitCode = commandLine().execute(arguments);
        if (exitCode != ServerCommand.STILL_RUNNING) {
            System.exit(exitCode);
        }
    }

    /** The command line with its manners: one line for what is wrong, exit code 2 for what was typed wrongly. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new ServerCommand());
        commandLine.setPosixClusteredShortOptionsAllowed(false);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler((fault, _) -> {
            System.err.printf("vm-registry-auth: %s%nSee vm-registry-auth --help%n", fault.getMessage());
            return CommandLine.ExitCode.USAGE;
        });
        commandLine.setExecutionExceptionHandler((fault, _, _) -> {
            if (fault instanceof IllegalArgumentException) {
                System.err.printf("vm-registry-auth: %s%nSee vm-registry-auth --help%n", fault.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            System.err.printf("vm-registry-auth: %s%n", fault.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        return commandLine;
    }

    /**
     * Runs Quarkus until it is told to stop.
     *
     * @param stopped opened when Quarkus has stopped, or did not start
     */
    static void serve(CountDownLatch stopped) {
        Quarkus.run(AuthServer.class, (exitCode, fault) -> {
            stopped.countDown();
            if (fault != null) {
                System.err.printf("vm-registry-auth: Tried to start but failed because of %s%n", deepest(fault));
            }
            System.exit(exitCode);
        });
    }

    private static Throwable deepest(Throwable fault) {
        Throwable deepest = fault;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }

    @Override
    public int run(String... arguments) {
        Quarkus.waitForExit();
        return 0;
    }
}
