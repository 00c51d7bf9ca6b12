package io.vmregistry.auth;

import io.vmregistry.auth.acl.AccessList;
import io.vmregistry.auth.acl.Rule;
import io.vmregistry.auth.administration.Administrator;
import io.vmregistry.auth.administration.RuleAdministration.Outcome;
import io.vmregistry.auth.token.AccessTokens;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import io.vmregistry.spec.scope.RepositoryPattern;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Access rules, on the database itself. */
@Command(
        name = "acl",
        description = "Lists, adds and removes access rules, on the database itself. The user anonymous is everybody.",
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true)
final class AclCommand {

    private static final Administrator HERE = new Administrator.OnThisMachine();
    private static final int PAGE = 500;
    private static final String ROW = "%-10s  %-18s  %s%n";
    private static final String NO_SUCH_USER = "there is no such account";

    @Command(name = "list", description = "Shows the rules of an account.", usageHelpAutoWidth = true)
    int list(@Mixin DataAccess data, @Parameters(paramLabel = "NAME") String name) {
        return data.use(parts -> {
            long last = 0;
            Optional<List<Rule>> page = parts.rules().list(name, last, PAGE);
            if (page.isEmpty()) {
                return refused(NO_SUCH_USER);
            }
            System.out.printf(ROW, "ID", "ACTIONS", "REPOSITORY");
            while (page.isPresent() && !page.get().isEmpty()) {
                page.get()
                        .forEach(rule -> System.out.printf(
                                ROW,
                                rule.id().value(),
                                String.join(",", AccessTokens.words(rule.grant())),
                                rule.grant().repository()));
                last = page.get().getLast().id().value();
                page = parts.rules().list(name, last, PAGE);
            }
            return 0;
        });
    }

    @Command(
            name = "add",
            description = "Allows an account something: acl add alice 'team/*' pull,push",
            usageHelpAutoWidth = true)
    int add(
            @Mixin DataAccess data,
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "PATTERN") String pattern,
            @Parameters(paramLabel = "ACTION[,ACTION…]", description = "pull, push, delete, or * for all of them")
                    String actions) {
        Grant grant = new Grant(pattern(pattern), actions(actions));
        return data.use(parts -> answer(parts.rules().add(HERE, name, grant), "Added"));
    }

    @Command(name = "remove", description = "Removes the rule for exactly this pattern.", usageHelpAutoWidth = true)
    int remove(
            @Mixin DataAccess data,
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "PATTERN") String text) {
        RepositoryPattern pattern = pattern(text);
        return data.use(parts -> answer(parts.rules().remove(HERE, name, pattern), "Removed"));
    }

    private static int answer(Outcome outcome, String done) {
        return switch (outcome) {
            case Outcome.Done(Rule rule) -> {
                System.out.printf(
                        "%s rule %d: %s %s%n",
                        done,
                        rule.id().value(),
                        String.join(",", AccessTokens.words(rule.grant())),
                        rule.grant().repository());
                yield 0;
            }
            case Outcome.NoSuchOwner() -> refused(NO_SUCH_USER);
            case Outcome.NoSuchRule() -> refused("there is no rule for exactly this pattern; acl list shows them");
            case Outcome.PatternTaken() -> refused("there is a rule for this pattern; remove it first");
            case Outcome.NotForEverybody() -> refused("everybody may be allowed pull and nothing else");
        };
    }

    private static RepositoryPattern pattern(String text) {
        return RepositoryPattern.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"%s\" is no pattern; write name/* for everything below name/".formatted(text)));
    }

    private static Set<Action> actions(String text) {
        if (text.equals(AccessList.EVERY_ACTION)) {
            return EnumSet.allOf(Action.class);
        }
        Set<Action> actions = EnumSet.noneOf(Action.class);
        for (String word : text.split(",", -1)) {
            actions.add(Action.parse(word)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "\"%s\" is no action; give pull, push, delete or *".formatted(word))));
        }
        return actions;
    }

    private static int refused(String reason) {
        System.err.println("vm-registry-auth: " + reason);
        return 1;
    }
}
