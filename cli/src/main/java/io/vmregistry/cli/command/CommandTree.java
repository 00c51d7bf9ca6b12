package io.vmregistry.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmregistry.cli.Surroundings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Every command, and how one of them is run. */
public final class CommandTree {

    private CommandTree() {}

    /** {@return the exit code} */
    public static int execute(Surroundings surroundings, String... args) {
        GlobalOptions options = new GlobalOptions();
        try (Desk desk = new Desk(surroundings, options)) {
            return of(desk, options).execute(args);
        }
    }

    static CommandLine of(Desk desk, GlobalOptions options) {
        CommandLine root = new CommandLine(new Vmr(desk, options));
        root.getCommandSpec().versionProvider(new Version(desk));
        List.of(
                        new Login(desk),
                        new Logout(desk),
                        new Register(desk),
                        new WhoAmI(desk),
                        new Health(desk),
                        new Version(desk),
                        new Completion(desk),
                        new Import(desk),
                        new Validate(desk),
                        new Init(desk),
                        new Images(desk),
                        new Inspect(desk),
                        new Manifest(desk),
                        new TagCommand(desk),
                        new Rmi(desk),
                        new Export(desk),
                        new Gc(desk),
                        new Pull(desk),
                        new Push(desk),
                        new Tags(desk),
                        new Search(desk),
                        new Run(desk),
                        new Ps(desk),
                        new ListMachines(desk),
                        new Start(desk),
                        new Stop(desk),
                        new Restart(desk),
                        new Rm(desk),
                        new Logs(desk))
                .forEach(root::addSubcommand);
        root.addSubcommand(group(
                new Compose(),
                List.of(
                        new ComposeUp(desk),
                        new ComposeDown(desk),
                        new ComposePs(desk),
                        new ComposePlan(desk),
                        new ComposeValidate(desk),
                        new ComposeConfig(desk))));
        root.addSubcommand(group(
                new ContextGroup(),
                List.of(
                        new ContextCreate(desk),
                        new ContextUpdate(desk),
                        new ContextUse(desk),
                        new ContextLs(desk),
                        new ContextRm(desk),
                        new ContextCurrent(desk))));
        return prepared(root, desk);
    }

    private static CommandLine group(Object parent, List<? extends VmrCommand> commands) {
        CommandLine group = new CommandLine(parent);
        commands.forEach(group::addSubcommand);
        return group;
    }

    private static CommandLine prepared(CommandLine root, Desk desk) {
        Surroundings surroundings = desk.surroundings();
        CommandLine.Help.Ansi ansi =
                surroundings.interactive() ? CommandLine.Help.Ansi.AUTO : CommandLine.Help.Ansi.OFF;
        return root.setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
                .setOut(new PrintWriter(surroundings.out(), true, UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, UTF_8))
                .setParameterExceptionHandler(CommandTree::misused)
                .setExecutionExceptionHandler((fault, command, parsed) -> Faults.report(fault, desk));
    }

    private static int misused(ParameterException fault, String[] args) {
        CommandLine command = fault.getCommandLine();
        PrintWriter err = command.getErr();
        Optional<String> notBuilt = fault instanceof CommandLine.UnmatchedArgumentException unmatched
                ? NotBuilt.instead(command.getCommandSpec().qualifiedName(), unmatched.getUnmatched())
                : Optional.empty();
        if (notBuilt.isPresent()) {
            err.println("error: " + notBuilt.get());
            return ExitCode.USAGE;
        }
        err.println("error: " + fault.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(fault, err);
        err.println("Run \"" + command.getCommandSpec().qualifiedName() + " --help\".");
        return ExitCode.USAGE;
    }
}
