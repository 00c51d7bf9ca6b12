package io.vmregistry.daemon.compose;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.vmregistry.client.transfer.TransferProgress;
import io.vmregistry.daemon.compose.health.HealthMonitor;
import io.vmregistry.daemon.compose.health.Pacer;
import io.vmregistry.daemon.compose.plan.Action;
import io.vmregistry.daemon.compose.plan.Action.NetworkAction;
import io.vmregistry.daemon.compose.plan.Action.ServiceAction;
import io.vmregistry.daemon.compose.plan.Action.VolumeAction;
import io.vmregistry.daemon.compose.plan.HostNames;
import io.vmregistry.daemon.compose.plan.MachineSpec;
import io.vmregistry.daemon.compose.plan.Plan;
import io.vmregistry.daemon.compose.plan.Planner;
import io.vmregistry.daemon.compose.plan.Planning;
import io.vmregistry.daemon.compose.plan.Present;
import io.vmregistry.daemon.compose.plan.ServicePolicy;
import io.vmregistry.daemon.compose.plan.ServiceSpec;
import io.vmregistry.daemon.disk.DiskImages;
import io.vmregistry.daemon.machine.Machine;
import io.vmregistry.daemon.machine.MachineSelector;
import io.vmregistry.daemon.machine.Machines;
import io.vmregistry.daemon.machine.ProjectMembership;
import io.vmregistry.daemon.machine.StopMode;
import io.vmregistry.daemon.network.Networks;
import io.vmregistry.spec.compose.ComposeFile;
import io.vmregistry.spec.compose.ComposeFiles;
import io.vmregistry.spec.compose.ProjectName;
import io.vmregistry.spec.compose.ServiceName;
import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.yaml.Parsed;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The compose projects of this host. Calls for one project happen one after another; each can be repeated after any failure
 * or cancellation, and then does what is left to do.
 */
public final class ComposeProjects implements AutoCloseable {

    /** How many machines are made, started or removed at a time. */
    private static final int PARALLELISM = 8;

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final HostPerformer.Host host;
    private final HostView view;
    private final ProjectLocks locks = new ProjectLocks();
    private final PlanExecutor executor = new PlanExecutor(PARALLELISM);

    private ComposeProjects(HostPerformer.Host host) {
        this.host = host;
        this.view = new HostView(host.machines(), host.networks(), host.volumes(), host.records());
    }

    /**
     * Opens the projects whose records and volumes are below a directory, and watches the health of their machines again.
     *
     * @param storage the daemon's {@code -fs-path}
     */
    public static ComposeProjects open(
            Path storage, Machines machines, Networks networks, DiskImages disks, Clock clock) {
        return open(storage, machines, networks, disks, new HealthMonitor(machines, clock, Pacer.real()));
    }

    static ComposeProjects open(
            Path storage, Machines machines, Networks networks, DiskImages disks, HealthMonitor health) {
        ComposeProjects projects = new ComposeProjects(new HostPerformer.Host(
                machines,
                networks,
                new Volumes(storage.resolve("volumes"), disks),
                new ProjectRecords(storage.resolve("compose")),
                health));
        projects.watchAll();
        return projects;
    }

    private void watchAll() {
        for (ProjectName project : host.records().projects()) {
            Map<ServiceName, ServicePolicy> policies =
                    host.records().get(project).policies();
            view.machinesOf(project)
                    .forEach(machine -> machine.project()
                            .flatMap(member -> ServiceName.parse(member.service()))
                            .map(policies::get)
                            .flatMap(ServicePolicy::healthcheck)
                            .ifPresent(
                                    check -> host.health().watch(machine.name().value(), check)));
        }
    }

    /** The host has what the document wants. */
    public record UpResult(
            ProjectName project,
            List<ServiceStatus> services,
            List<String> createdNetworks,
            List<String> createdVolumes,
            List<Diagnostic> diagnostics,
            List<String> warnings) {}

    /** What was taken away, by name. */
    public record DownResult(ProjectName project, List<String> machines, List<String> networks, List<String> volumes) {}

    /** A document's project, and what the document says. */
    private record Document(ProjectName project, DocumentReading.Read read, List<Diagnostic> diagnostics) {}

    /** What is wrong with a document, and its services in the order in which they would start. */
    public record Validation(List<Diagnostic> diagnostics, List<ServiceName> services) {
        public boolean isValid() {
            return diagnostics.stream().noneMatch(Diagnostic::isError);
        }
    }

    public Validation validate(SourceText document) {
        Parsed<ComposeFile> parsed = ComposeFiles.parse(document);
        return new Validation(
                parsed.diagnostics(),
                parsed.value()
                        .map(file -> file.startLevels().stream()
                                .flatMap(List::stream)
                                .toList())
                        .orElse(List.of()));
    }

    /**
     * What {@link #up} would do now. Changes nothing.
     *
     * @throws ComposeException as {@link #up}, before anything is touched
     */
    public Plan plan(UpRequest request, ComposeImages images) {
        return plan(read(request), images);
    }

    /**
     * Makes the host have what a document wants.
     *
     * @throws ComposeException.InvalidDocument when the document has errors
     * @throws ComposeException.InvalidRequest when the call asks for what cannot be
     * @throws ComposeException.Refused when something stands in the way; nothing was touched
     * @throws ComposeException.Failed when actions failed; the others were done
     * @throws ComposeException.Cancelled when the caller went away
     */
    public UpResult up(UpRequest request, ComposeImages images, ActionListener listener, Cancellation cancellation) {
        Document document = read(request);
        ProjectName project = document.project();
        try (ProjectLocks.Held _ = locks.acquire("bring up", project, cancellation)) {
            Plan plan = plan(document, images);
            List<ServiceSpec> services = document.read().wanted().services();
            Map<ServiceName, ServicePolicy> policies =
                    services.stream().collect(toMap(ServiceSpec::name, ServiceSpec::policy));
            remember(project, services, policies);
            Execution execution = executor.execute(
                    plan,
                    new HostPerformer(host, project, policies, images, STOP_TIMEOUT, cancellation),
                    listener,
                    cancellation);
            forgetWhatIsGone(project);
            execution.requireSuccess("bring up", project);
            return new UpResult(
                    project,
                    statuses(project),
                    names(execution, NetworkAction.Create.class),
                    names(execution, VolumeAction.Create.class),
                    document.diagnostics(),
                    document.read().warnings());
        }
    }

    private Document read(UpRequest request) {
        Parsed<ComposeFile> parsed = ComposeFiles.parse(request.document());
        ComposeFile file = parsed.value().orElseThrow(() -> new ComposeException.InvalidDocument(parsed.diagnostics()));
        ProjectName project = request.project()
                .or(file::name)
                .orElseThrow(
                        () -> new ComposeException.InvalidRequest(
                                "Tried to find the project's name but failed because neither the call nor the document gives one. Give it with -p, or as \"name\" in the document."));
        return new Document(project, DocumentReading.read(project, file, request), parsed.diagnostics());
    }

    private Plan plan(Document document, ComposeImages images) {
        Set<ImageReference> wanted = document.read().wanted().services().stream()
                .flatMap(service -> service.machines().stream())
                .map(MachineSpec::image)
                .collect(toSet());
        Present present = view.present(document.project(), wanted, images);
        return switch (Planner.up(document.read().wanted(), present)) {
            case Planning.Feasible(Plan plan) -> plan;
            case Planning.Blocked(List<String> obstacles) ->
                throw new ComposeException.Refused("bring up", document.project(), obstacles);
        };
    }

    /** Before anything is done: a hash that a machine carries can then always be explained. */
    private void remember(ProjectName project, List<ServiceSpec> services, Map<ServiceName, ServicePolicy> policies) {
        host.records().update(project, record -> {
            ProjectRecord more = record.withPolicies(policies);
            for (ServiceSpec service : services) {
                for (MachineSpec machine : service.machines()) {
                    more = more.with(machine.configuration());
                }
            }
            return more;
        });
    }

    private void forgetWhatIsGone(ProjectName project) {
        List<ProjectMembership> left = view.machinesOf(project).stream()
                .flatMap(machine -> machine.project().stream())
                .toList();
        host.records()
                .update(
                        project,
                        record -> record.reducedTo(
                                left.stream().map(ProjectMembership::configHash).collect(toSet()),
                                left.stream()
                                        .flatMap(member -> ServiceName.parse(member.service()).stream())
                                        .collect(toSet())));
    }

    /**
     * Takes a project down, dependents first. Needs no document.
     *
     * @throws ComposeException.InvalidRequest when a service is named that the project does not have here
     * @throws ComposeException.ProjectUnknown when nothing here belongs to it
     * @throws ComposeException.Failed when actions failed; the others were done
     * @throws ComposeException.Cancelled when the caller went away
     */
    public DownResult down(DownRequest request, ActionListener listener, Cancellation cancellation) {
        ProjectName project = request.project();
        if (request.volumes() && !request.services().isEmpty()) {
            throw new ComposeException.InvalidRequest(
                    "Volumes are removed with the whole project only. Leave out the services, or the volumes.");
        }
        try (ProjectLocks.Held _ = locks.acquire("take down", project, cancellation)) {
            requireKnown(project);
            requireServices("take down", project, request.services());
            Present present = view.present(project, Set.of(), NO_IMAGES);
            Plan plan = Planner.down(project, request.services(), request.volumes(), present);
            Execution execution = executor.execute(
                    plan,
                    new HostPerformer(host, project, Map.of(), NO_IMAGES, request.timeout(), cancellation),
                    listener,
                    cancellation);
            forgetWhatIsGone(project);
            execution.requireSuccess("take down", project);
            return new DownResult(
                    project,
                    execution.done().stream()
                            .flatMap(action -> action instanceof ServiceAction.Remove remove
                                    ? Stream.of(remove.machine())
                                    : Stream.empty())
                            .toList(),
                    names(execution, NetworkAction.Remove.class),
                    names(execution, VolumeAction.Remove.class));
        }
    }

    /**
     * The machines of a project, by name.
     *
     * @throws ComposeException.ProjectUnknown when nothing here belongs to it
     */
    public List<ServiceStatus> services(ProjectName project) {
        requireKnown(project);
        return statuses(project);
    }

    /** Every project that has anything on this host. */
    public Set<ProjectName> projects() {
        return view.projects();
    }

    /**
     * Stops and starts the machines of a project, or of some of its services, one after another in the order of their
     * dependencies.
     *
     * @throws ComposeException.InvalidRequest when a service is named that the project does not have here
     * @throws ComposeException.ProjectUnknown when nothing here belongs to it
     */
    public List<ServiceStatus> restart(
            ProjectName project, Set<ServiceName> services, Duration timeout, Cancellation cancellation) {
        try (ProjectLocks.Held _ = locks.acquire("restart", project, cancellation)) {
            requireKnown(project);
            requireServices("restart", project, services);
            Present present = view.present(project, Set.of(), NO_IMAGES);
            // Those that leave last are the ones on which the others depend.
            List<String> order = Planner.down(project, services, false, present)
                    .actions()
                    .flatMap(action -> action instanceof ServiceAction.Remove remove
                            ? Stream.of(remove.machine())
                            : Stream.empty())
                    .toList()
                    .reversed();
            for (Machine machine : view.machinesOf(project).stream()
                    .filter(machine -> order.contains(machine.name().value()))
                    .sorted(Comparator.comparingInt(
                            machine -> order.indexOf(machine.name().value())))
                    .toList()) {
                if (cancellation.isCancelled()) {
                    throw new ComposeException.Cancelled("restart", project);
                }
                host.machines().restart(MachineSelector.of(machine.name()), new StopMode.Gracefully(timeout));
            }
            return statuses(project);
        } catch (InterruptedException e) {
            throw new ComposeException.Cancelled("restart", project);
        }
    }

    private void requireKnown(ProjectName project) {
        if (!view.projects().contains(project)) {
            throw new ComposeException.ProjectUnknown(project);
        }
    }

    /** A name that is nobody's is a slip of the pen: doing nothing about it would look like having done it. */
    private void requireServices(String action, ProjectName project, Set<ServiceName> asked) {
        Set<ServiceName> known =
                new TreeSet<>(host.records().get(project).policies().keySet());
        view.machinesOf(project).stream()
                .flatMap(machine -> machine.project().stream())
                .flatMap(member -> ServiceName.parse(member.service()).stream())
                .forEach(known::add);
        for (ServiceName service : new TreeSet<>(asked)) {
            if (!known.contains(service)) {
                throw new ComposeException.InvalidRequest(
                        "Tried to %s service \"%s\" but failed because project \"%s\" runs no service of that name, or no longer does. It runs: %s."
                                .formatted(
                                        action,
                                        service,
                                        project,
                                        known.stream().map(ServiceName::value).collect(joining(", "))));
            }
        }
    }

    private List<ServiceStatus> statuses(ProjectName project) {
        return view.machinesOf(project).stream()
                .map(machine -> new ServiceStatus(
                        HostNames.member(project, machine.name().value()),
                        machine,
                        host.health().health(machine.name().value())))
                .toList();
    }

    private static List<String> names(Execution execution, Class<?> kind) {
        return execution.done().stream()
                .filter(kind::isInstance)
                .map(Action::name)
                .toList();
    }

    /** Ends watching. Machines and networks stay as they are. */
    @Override
    public void close() {
        host.health().close();
    }

    private static final ComposeImages NO_IMAGES = new ComposeImages() {
        @Override
        public Optional<Digest> find(ImageReference image) {
            return Optional.empty();
        }

        @Override
        public void pull(ImageReference image, Consumer<TransferProgress> progress) {
            throw new IllegalStateException("taking down pulls nothing");
        }
    };
}
