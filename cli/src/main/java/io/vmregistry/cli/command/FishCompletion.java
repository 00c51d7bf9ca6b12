package io.vmregistry.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The commands and options as {@code complete} statements of the fish shell. */
final class FishCompletion {

    private final List<String> lines = new ArrayList<>();

    private FishCompletion() {}

    static String of(CommandSpec root) {
        FishCompletion completion = new FishCompletion();
        completion.lines.add("complete -c vmr -f");
        completion.commands(root, List.of());
        return String.join("\n", completion.lines);
    }

    private void commands(CommandSpec command, List<String> path) {
        Map<String, CommandLine> children = new TreeMap<>(command.subcommands());
        Set<String> names = children.keySet();
        options(command, path);
        for (Map.Entry<String, CommandLine> entry : children.entrySet()) {
            String name = entry.getKey();
            CommandSpec child = entry.getValue().getCommandSpec();
            lines.add("complete -c vmr -n " + quoted(condition(path, names)) + " -a " + quoted(name) + " -d "
                    + quoted(summary(child.usageMessage().description())));
            List<String> below = new ArrayList<>(path);
            below.add(name);
            commands(child, below);
        }
    }

    private void options(CommandSpec command, List<String> path) {
        for (OptionSpec option : command.options()) {
            StringBuilder line = new StringBuilder("complete -c vmr -n ").append(quoted(condition(path, Set.of())));
            for (String name : option.names()) {
                line.append(
                        name.startsWith("--")
                                ? " -l " + quoted(name.substring(2))
                                : " -s " + quoted(name.substring(1)));
            }
            if (option.arity().max() > 0) {
                line.append(" -r -F");
            }
            lines.add(line.append(" -d ")
                    .append(quoted(summary(option.description())))
                    .toString());
        }
    }

    private static String condition(List<String> path, Set<String> children) {
        if (path.isEmpty()) {
            return children.isEmpty() ? "true" : "__fish_use_subcommand";
        }
        StringBuilder condition = new StringBuilder();
        for (String word : path) {
            condition
                    .append(condition.isEmpty() ? "" : "; and ")
                    .append("__fish_seen_subcommand_from ")
                    .append(word);
        }
        if (!children.isEmpty()) {
            condition.append("; and not __fish_seen_subcommand_from ").append(String.join(" ", children));
        }
        return condition.toString();
    }

    private static String summary(String[] description) {
        return description.length == 0 ? "" : description[0].replaceAll("\\$\\{[^}]*}", "");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
