package io.vmregistry.daemon.grpc;

import io.grpc.Context;
import io.vmregistry.daemon.compose.ActionListener;
import io.vmregistry.daemon.compose.Cancellation;
import io.vmregistry.daemon.compose.ComposeException;
import io.vmregistry.daemon.compose.ComposeImages;
import io.vmregistry.daemon.compose.ComposeProjects;
import io.vmregistry.daemon.compose.DownRequest;
import io.vmregistry.daemon.compose.UpRequest;
import io.vmregistry.daemon.image.LocalStore;
import io.vmregistry.daemon.image.TransferRequest;
import io.vmregistry.proto.v1.ComposeAction;
import io.vmregistry.proto.v1.ComposeDownEvent;
import io.vmregistry.proto.v1.ComposeDownRequest;
import io.vmregistry.proto.v1.ComposeDownResponse;
import io.vmregistry.proto.v1.ComposePlanRequest;
import io.vmregistry.proto.v1.ComposeProject;
import io.vmregistry.proto.v1.ComposePsRequest;
import io.vmregistry.proto.v1.ComposePsResponse;
import io.vmregistry.proto.v1.ComposeRestartRequest;
import io.vmregistry.proto.v1.ComposeRestartResponse;
import io.vmregistry.proto.v1.ComposeUpEvent;
import io.vmregistry.proto.v1.ComposeUpRequest;
import io.vmregistry.proto.v1.ComposeUpResponse;
import io.vmregistry.proto.v1.ComposeValidateRequest;
import io.vmregistry.proto.v1.ComposeValidateResponse;
import io.vmregistry.spec.compose.ProjectName;
import io.vmregistry.spec.compose.ServiceName;
import io.vmregistry.spec.text.SourceText;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The RPCs about compose projects, in the words of the compose domain. */
public final class ComposeEndpoint {

    private static final String DOCUMENT = "VMCompose";
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final ComposeProjects projects;
    private final Function<ComposeUpRequest, ComposeImages> images;

    public ComposeEndpoint(ComposeProjects projects, LocalStore store) {
        this(projects, request -> {
            // Asked for here: the images are pulled on threads that know no caller.
            String caller = Caller.CURRENT.get().key();
            return new CallImages(
                    store,
                    image -> new TransferRequest(
                            image.toString(),
                            Messages.text(request.getRegistryUrl()),
                            Messages.text(request.getAccessToken()),
                            Messages.logins(request.getRegistryLoginsList()),
                            caller));
        });
    }

    /** @param images for one call, in the name of its caller */
    ComposeEndpoint(ComposeProjects projects, Function<ComposeUpRequest, ComposeImages> images) {
        this.projects = projects;
        this.images = images;
    }

    ComposeUpResponse composeUp(ComposeUpRequest request) {
        return up(request, ActionListener.SILENT);
    }

    void composeUpStream(ComposeUpRequest request, Consumer<ComposeUpEvent> events) {
        ComposeUpResponse result = up(
                request,
                event -> events.accept(ComposeUpEvent.newBuilder()
                        .setAction(ComposeMessages.action(event))
                        .build()));
        events.accept(ComposeUpEvent.newBuilder().setResult(result).build());
    }

    private ComposeUpResponse up(ComposeUpRequest request, ActionListener listener) {
        UpRequest wanted = upRequest(request);
        return ComposeMessages.up(
                cancellable(cancellation -> projects.up(wanted, images.apply(request), listener, cancellation)),
                wanted.document().name());
    }

    ComposeDownResponse composeDown(ComposeDownRequest request) {
        return down(request, ActionListener.SILENT);
    }

    void composeDownStream(ComposeDownRequest request, Consumer<ComposeDownEvent> events) {
        ComposeDownResponse result = down(
                request,
                event -> events.accept(ComposeDownEvent.newBuilder()
                        .setAction(ComposeMessages.action(event))
                        .build()));
        events.accept(ComposeDownEvent.newBuilder().setResult(result).build());
    }

    private ComposeDownResponse down(ComposeDownRequest request, ActionListener listener) {
        DownRequest unwanted = new DownRequest(
                project(request.getProject()),
                services(request.getServicesList()),
                request.getVolumes(),
                timeout(request.getTimeoutSeconds()));
        return ComposeMessages.down(cancellable(cancellation -> projects.down(unwanted, listener, cancellation)));
    }

    ComposePsResponse composePs(ComposePsRequest request) {
        Collection<ProjectName> asked =
                request.getProject().isEmpty() ? projects.projects() : Set.of(project(request.getProject()));
        return ComposePsResponse.newBuilder()
                .addAllProjects(asked.stream()
                        .map(project -> ComposeProject.newBuilder()
                                .setProject(project.value())
                                .addAllServices(ComposeMessages.services(projects.services(project)))
                                .build())
                        .toList())
                .build();
    }

    ComposeRestartResponse composeRestart(ComposeRestartRequest request) {
        ProjectName project = project(request.getProject());
        Set<ServiceName> services = services(request.getServicesList());
        return ComposeRestartResponse.newBuilder()
                .addAllServices(ComposeMessages.services(cancellable(cancellation ->
                        projects.restart(project, services, timeout(request.getTimeoutSeconds()), cancellation))))
                .build();
    }

    ComposeValidateResponse composeValidate(ComposeValidateRequest request) {
        ComposeProjects.Validation found = projects.validate(document(request.getComposeName(), request.getCompose()));
        return ComposeValidateResponse.newBuilder()
                .setValid(found.isValid())
                .addAllDiagnostics(Messages.diagnostics(found.diagnostics()))
                .addAllServices(
                        found.services().stream().map(ServiceName::value).toList())
                .build();
    }

    void composePlan(ComposePlanRequest request, Consumer<ComposeAction> actions) {
        projects.plan(upRequest(request.getUp()), images.apply(request.getUp()))
                .actions()
                .map(ComposeMessages::planned)
                .forEach(actions);
    }

    private static UpRequest upRequest(ComposeUpRequest request) {
        return new UpRequest(
                document(request.getComposeName(), request.getCompose()),
                Messages.text(request.getProject()).map(ComposeEndpoint::project),
                Set.copyOf(request.getProfilesList()),
                services(request.getServicesList()),
                request.getNoProvision(),
                request.getWait());
    }

    private static SourceText document(String name, String text) {
        return SourceText.of(Messages.text(name).orElse(DOCUMENT), text);
    }

    private static ProjectName project(String text) {
        return ProjectName.parse(text).orElseThrow(() -> invalidName("project", text));
    }

    private static Set<ServiceName> services(List<String> names) {
        return names.stream()
                .map(name -> ServiceName.parse(name).orElseThrow(() -> invalidName("service", name)))
                .collect(Collectors.toSet());
    }

    private static ComposeException invalidName(String what, String text) {
        return new ComposeException.InvalidRequest("\"%s\" is not a %s's name.".formatted(text, what));
    }

    private static Duration timeout(int seconds) {
        return seconds == 0 ? STOP_TIMEOUT : Duration.ofSeconds(Integer.toUnsignedLong(seconds));
    }

    /** Tells the domain when the caller goes away, from whatever thread learns of it. */
    private static <R> R cancellable(Function<Cancellation, R> domain) {
        Cancellation cancellation = new Cancellation();
        Context call = Context.current();
        Context.CancellationListener gone = context -> cancellation.cancel();
        call.addListener(gone, Runnable::run);
        try {
            return domain.apply(cancellation);
        } finally {
            call.removeListener(gone);
        }
    }
}
