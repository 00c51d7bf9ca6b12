package io.vmregistry.auth;

import io.vmregistry.auth.account.Account;
import io.vmregistry.auth.account.Accounts;
import io.vmregistry.auth.account.Password;
import io.vmregistry.auth.account.Registration;
import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.administration.AccountAdministration;
import io.vmregistry.auth.administration.AccountAdministration.Outcome;
import io.vmregistry.auth.administration.Administrator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Accounts, on the database itself. */
@Command(
        name = "user",
        description = "Lists, makes, changes and deletes accounts, on the database itself.",
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true)
final class UserCommand {

    private static final Administrator HERE = new Administrator.OnThisMachine();
    private static final int PAGE = 500;
    private static final String ROW = "%-64s  %-5s  %-8s  %s%n";

    @Command(name = "list", description = "Shows all accounts.", usageHelpAutoWidth = true)
    int list(@Mixin DataAccess data) {
        return data.use(parts -> {
            System.out.printf(ROW, "USERNAME", "ADMIN", "STATE", "SINCE");
            String last = "";
            List<Account> page = parts.accounts().list(new Accounts.Page(last, PAGE));
            while (!page.isEmpty()) {
                page.forEach(account -> System.out.printf(
                        ROW,
                        account.username(),
                        account.admin() ? "yes" : "no",
                        account.enabled() ? "enabled" : "disabled",
                        account.createdAt().truncatedTo(ChronoUnit.SECONDS)));
                last = page.getLast().username().value();
                page = parts.accounts().list(new Accounts.Page(last, PAGE));
            }
            return 0;
        });
    }

    @Command(
            name = "add",
            description = "Makes an account, also when registration is closed.",
            usageHelpAutoWidth = true)
    int add(
            @Mixin DataAccess data,
            @Mixin PasswordSource source,
            @Option(
                            names = {"-admin", "--admin"},
                            description = "The account may administer.")
                    boolean admin,
            @Parameters(paramLabel = "NAME") String name) {
        Username username = username(name);
        Password password = source.read();
        return data.use(parts -> switch (parts.accounts().create(HERE, username.value(), password.value(), admin)) {
            case Registration.Outcome.Registered(Account account) -> done("Made " + account.username());
            case Registration.Outcome.NameTaken(Username taken) -> refused(taken + " is taken");
            case Registration.Outcome.NameRetired(Username retired, Instant reusableFrom) ->
                refused("%s was another's; it may be given again from %s on".formatted(retired, reusableFrom));
            case Registration.Outcome.BadName(String reason) -> refused(reason);
            case Registration.Outcome.BadPassword(String reason) -> refused(reason);
            case Registration.Outcome.Closed() -> refused("registration is closed");
        });
    }

    @Command(
            name = "disable",
            description = "Keeps an account from logging in, and ends its logins.",
            usageHelpAutoWidth = true)
    int disable(@Mixin DataAccess data, @Parameters(paramLabel = "NAME") String name) {
        Username username = username(name);
        return change(data, "Disabled " + name, accounts -> accounts.disable(HERE, username));
    }

    @Command(name = "enable", description = "Lets an account log in again.", usageHelpAutoWidth = true)
    int enable(@Mixin DataAccess data, @Parameters(paramLabel = "NAME") String name) {
        Username username = username(name);
        return change(data, "Enabled " + name, accounts -> accounts.enable(HERE, username));
    }

    @Command(
            name = "delete",
            description = "Removes an account with its rules. Its name stays retired.",
            usageHelpAutoWidth = true)
    int delete(@Mixin DataAccess data, @Parameters(paramLabel = "NAME") String name) {
        Username username = username(name);
        return change(data, "Deleted " + name, accounts -> accounts.delete(HERE, username));
    }

    @Command(
            name = "passwd",
            description = "Sets a password, and ends the account's logins.",
            usageHelpAutoWidth = true)
    int passwd(@Mixin DataAccess data, @Mixin PasswordSource source, @Parameters(paramLabel = "NAME") String name) {
        Username username = username(name);
        Password password = source.read();
        return change(data, "Set the password of " + name, accounts -> accounts.setPassword(HERE, username, password));
    }

    @Command(name = "promote", description = "Makes an account an administrator.", usageHelpAutoWidth = true)
    int promote(@Mixin DataAccess data, @Parameters(paramLabel = "NAME") String name) {
        Username username = username(name);
        return change(data, name + " may administer", accounts -> accounts.grantAdmin(HERE, username));
    }

    @Command(
            name = "demote",
            description = "Takes an account the right to administer; its rules stay.",
            usageHelpAutoWidth = true)
    int demote(@Mixin DataAccess data, @Parameters(paramLabel = "NAME") String name) {
        Username username = username(name);
        return change(data, name + " may not administer", accounts -> accounts.revokeAdmin(HERE, username));
    }

    private static int change(DataAccess data, String success, Function<AccountAdministration, Outcome> change) {
        return data.use(parts -> switch (change.apply(parts.accounts())) {
            case Outcome.Done(Account _) -> done(success);
            case Outcome.NoSuchAccount() -> refused("there is no such account");
            case Outcome.LastAdministrator() ->
                refused("this is the last administrator who can log in; make another one first");
        });
    }

    private static Username username(String name) {
        return Username.parse(name)
                .orElseThrow(() ->
                        new IllegalArgumentException(Username.objectionTo(name).orElse("this is no username")));
    }

    private static int done(String message) {
        System.out.println(message);
        return 0;
    }

    private static int refused(String reason) {
        System.err.println("vm-registry-auth: " + reason);
        return 1;
    }
}
