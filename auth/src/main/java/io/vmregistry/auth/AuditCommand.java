package io.vmregistry.auth;

import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.audit.AuditEntry;
import io.vmregistry.auth.audit.AuditQuery;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The audit log, from the database itself. */
@Command(
        name = "audit",
        description = "Shows the latest entries of the audit log, the latest first.",
        usageHelpAutoWidth = true)
final class AuditCommand implements Callable<Integer> {

    private static final int MAX_ENTRIES = 10_000;
    private static final String ROW = "%-20s  %-18s  %-20s  %-20s  %-39s  %s%n";

    @Mixin
    DataAccess data = new DataAccess();

    @Option(
            names = {"-n", "--entries"},
            paramLabel = "NUMBER",
            defaultValue = "100",
            description = "How many entries. Default: 100.")
    int entries;

    @Option(
            names = {"-subject", "--subject"},
            paramLabel = "NAME",
            description = "Only entries of what was done to this account or key.")
    @Nullable
    String subject;

    @Override
    public Integer call() {
        if (entries < 1 || entries > MAX_ENTRIES) {
            throw new IllegalArgumentException("-n must be 1 to %d, not %d".formatted(MAX_ENTRIES, entries));
        }
        AuditQuery query = new AuditQuery(
                Optional.empty(),
                Optional.ofNullable(subject),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                entries);
        return data.use(parts -> {
            System.out.printf(ROW, "AT", "ACTION", "ACTOR", "SUBJECT", "FROM", "DETAIL");
            parts.audit().find(query).forEach(AuditCommand::show);
            return 0;
        });
    }

    private static void show(AuditEntry entry) {
        System.out.printf(
                ROW,
                entry.at().truncatedTo(ChronoUnit.SECONDS),
                entry.event().action().label(),
                entry.event().actor().map(Username::value).orElse("-"),
                entry.event().subject().orElse("-"),
                entry.origin(),
                entry.event().detail());
    }
}
