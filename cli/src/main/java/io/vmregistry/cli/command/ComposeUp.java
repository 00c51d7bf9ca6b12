package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.ProgressView;
import io.vmregistry.proto.v1.ComposeUpEvent;
import io.vmregistry.proto.v1.ComposeUpRequest;
import io.vmregistry.proto.v1.ComposeUpResponse;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a project up. */
@Command(name = "up", description = "Create and start what the compose file says.")
final class ComposeUp extends VmrCommand {

    @Mixin
    ComposeOptions compose = new ComposeOptions();

    @Mixin
    ListingOptions listing = new ListingOptions();

    @Option(names = "--profile", paramLabel = "NAME", description = "Also the services of this profile.")
    List<String> profiles = List.of();

    @Option(names = "--no-provision", description = "Run no provisioning.")
    boolean noProvision;

    @Option(names = "--wait", description = "Wait until the health checks pass.")
    boolean wait;

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these, and what they depend on.")
    List<String> services = List.of();

    ComposeUp(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        ComposeOptions.Document document = compose.document(desk());
        ComposeUpResponse up = desk().sessions().attempt(token -> up(document, token));
        listing.print(desk(), ComposeServices.LISTING, ComposeServices.rows(up.getProject(), up.getServicesList()));
        return ExitCode.DONE;
    }

    private ComposeUpResponse up(ComposeOptions.Document document, String token) {
        ProgressView view = desk().progress("bringing up " + document.project());
        Iterator<ComposeUpEvent> events = desk().daemon()
                .calls()
                .composeUpStream(request(document).setAccessToken(token).build());
        while (events.hasNext()) {
            ComposeUpEvent event = events.next();
            if (event.hasResult()) {
                event.getResult()
                        .getDiagnosticsList()
                        .forEach(finding -> terminal().say(ProtoDiagnostics.line(finding)));
                return event.getResult();
            }
            ComposeActions.show(desk(), view, event.getAction());
        }
        throw Transfers.ended("bring up " + document.project());
    }

    private ComposeUpRequest.Builder request(ComposeOptions.Document document) {
        return ComposeUpRequest.newBuilder()
                .setCompose(document.text())
                .setComposeName(document.shown())
                .setProject(document.project())
                .addAllProfiles(profiles)
                .addAllServices(services)
                .setRegistryUrl(desk().context().registryUrl().orElse(""))
                .addAllRegistryLogins(new RegistryLogins(desk()).of(document.images().stream()))
                .setNoProvision(noProvision)
                .setWait(wait);
    }
}
