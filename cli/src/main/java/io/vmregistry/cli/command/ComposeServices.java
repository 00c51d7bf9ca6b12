package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.Column;
import io.vmregistry.cli.terminal.Listing;
import io.vmregistry.proto.v1.ComposeServiceStatus;
import java.util.List;

/** Lists the services of projects. */
final class ComposeServices {

    private ComposeServices() {}

    /** A service and the project that it is of. */
    record Row(String project, ComposeServiceStatus service) {}

    static final Listing<Row> LISTING = new Listing<>(
            List.of(
                    Column.of("PROJECT", "project", Row::project),
                    Column.of("SERVICE", "service", row -> row.service().getService()),
                    Column.of("MACHINE", "machine", row -> row.service().getVmName()),
                    Column.of("STATUS", "status", row -> row.service().getStatus()),
                    Column.of("HEALTH", "health", row -> row.service().getHealth()),
                    Column.list(
                            "ADDRESSES",
                            "addresses",
                            row -> row.service().getIpAddressesList().stream()
                                    .map(String::valueOf)
                                    .toList()),
                    Column.of("IMAGE", "image", row -> row.service().getImage()),
                    Column.<Row>number(
                                    "RESTARTS", "restarts", row -> row.service().getRestarts())
                            .whenWide(),
                    Column.<Row>of("MESSAGE", "message", row -> row.service().getMessage())
                            .whenWide()),
            row -> row.service().getVmName());

    static List<Row> rows(String project, List<ComposeServiceStatus> services) {
        return services.stream().map(service -> new Row(project, service)).toList();
    }
}
