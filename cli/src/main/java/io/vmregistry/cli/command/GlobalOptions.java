package io.vmregistry.cli.command;

import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What every command takes. */
final class GlobalOptions {

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "Use this context instead of the current one.",
            scope = ScopeType.INHERIT)
    Optional<String> context = Optional.empty();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "The daemon: unix:///path or tcp://host:port.",
            scope = ScopeType.INHERIT)
    Optional<String> host = Optional.empty();

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing but what was asked for.",
            scope = ScopeType.INHERIT)
    boolean quiet;

    @Option(names = "--verbose", description = "Say where a failure came from.", scope = ScopeType.INHERIT)
    boolean verbose;

    @Option(names = "--no-color", description = "No colours. NO_COLOR does the same.", scope = ScopeType.INHERIT)
    boolean noColor;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.",
            scope = ScopeType.INHERIT)
    boolean help;
}
