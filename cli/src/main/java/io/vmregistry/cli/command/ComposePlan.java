package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.Column;
import io.vmregistry.cli.terminal.Listing;
import io.vmregistry.proto.v1.ComposeAction;
import io.vmregistry.proto.v1.ComposePlanRequest;
import io.vmregistry.proto.v1.ComposeUpRequest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what compose up would do. */
@Command(name = "plan", description = "Say what compose up would do, and do nothing.")
final class ComposePlan extends VmrCommand {

    private static final Listing<ComposeAction> LISTING = new Listing<>(
            List.of(
                    Column.of("ACTION", "action", action -> ComposeActions.kind(action.getKind())),
                    Column.of("SUBJECT", "subject", ComposeAction::getSubject),
                    Column.of("NAME", "name", ComposeAction::getName),
                    Column.of("REASON", "reason", ComposeAction::getReason)),
            ComposeAction::getName);

    @Mixin
    ComposeOptions compose = new ComposeOptions();

    @Mixin
    ListingOptions listing = new ListingOptions();

    @Option(names = "--profile", paramLabel = "NAME", description = "Also the services of this profile.")
    List<String> profiles = List.of();

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these, and what they depend on.")
    List<String> services = List.of();

    ComposePlan(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        ComposeOptions.Document document = compose.document(desk());
        List<ComposeAction> actions = new ArrayList<>();
        desk().daemon()
                .calls()
                .composePlan(ComposePlanRequest.newBuilder()
                        .setUp(ComposeUpRequest.newBuilder()
                                .setCompose(document.text())
                                .setComposeName(document.shown())
                                .setProject(document.project())
                                .addAllProfiles(profiles)
                                .addAllServices(services))
                        .build())
                .forEachRemaining(actions::add);
        listing.print(desk(), LISTING, actions);
        return ExitCode.DONE;
    }
}
