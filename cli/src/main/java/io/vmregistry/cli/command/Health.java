package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.Column;
import io.vmregistry.cli.terminal.Listing;
import io.vmregistry.proto.v1.ComponentHealth;
import io.vmregistry.proto.v1.Empty;
import io.vmregistry.proto.v1.HealthCheckResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Asks the daemon and what stands behind it. */
@Command(name = "health", description = "Show whether daemon, registry, auth server and hypervisor answer.")
final class Health extends VmrCommand {

    private static final Listing<Component> LISTING = new Listing<>(
            List.of(
                    Column.of("COMPONENT", "component", Component::name),
                    Column.of("STATE", "state", Component::state),
                    Column.of("ADDRESS", "url", row -> row.health().getUrl()),
                    Column.of("VERSION", "version", row -> row.health().getVersion()),
                    Column.<Component>of(
                            "MESSAGE", "message", row -> row.health().getMessage())),
            Component::name);

    @Mixin
    ListingOptions listing = new ListingOptions();

    Health(Desk desk) {
        super(desk);
    }

    private record Component(String name, ComponentHealth health) {
        String state() {
            return switch (health.getState()) {
                case STATE_OK -> "ok";
                case STATE_UNREACHABLE -> "unreachable";
                case STATE_NOT_CONFIGURED -> "not configured";
                case STATE_UNSPECIFIED, UNRECOGNIZED -> "unknown";
            };
        }

        boolean failed() {
            return health.getState() == ComponentHealth.State.STATE_UNREACHABLE;
        }
    }

    @Override
    int run() {
        HealthCheckResponse health = desk().daemon().calls().healthCheck(Empty.getDefaultInstance());
        List<Component> components = List.of(
                new Component("daemon", health.getDaemon()),
                new Component("registry", health.getRegistry()),
                new Component("auth", health.getAuth()),
                new Component("hypervisor", health.getHypervisor()));
        listing.print(desk(), LISTING, components);
        return components.stream().anyMatch(Component::failed) ? ExitCode.FAILED : ExitCode.DONE;
    }
}
