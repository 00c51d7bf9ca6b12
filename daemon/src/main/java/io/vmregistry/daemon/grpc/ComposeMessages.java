package io.vmregistry.daemon.grpc;

import io.vmregistry.daemon.compose.ActionEvent;
import io.vmregistry.daemon.compose.ComposeProjects;
import io.vmregistry.daemon.compose.ServiceStatus;
import io.vmregistry.daemon.compose.health.Health;
import io.vmregistry.daemon.compose.plan.Action;
import io.vmregistry.daemon.compose.plan.Action.NetworkAction;
import io.vmregistry.daemon.compose.plan.Action.ServiceAction;
import io.vmregistry.daemon.compose.plan.Action.VolumeAction;
import io.vmregistry.daemon.machine.Machine;
import io.vmregistry.proto.v1.ComposeAction;
import io.vmregistry.proto.v1.ComposeAction.Kind;
import io.vmregistry.proto.v1.ComposeDownResponse;
import io.vmregistry.proto.v1.ComposeServiceStatus;
import io.vmregistry.proto.v1.ComposeUpResponse;
import io.vmregistry.proto.v1.Diagnostic;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/** Values of the compose domain as messages of the protocol. */
final class ComposeMessages {

    private ComposeMessages() {}

    static ComposeAction planned(Action action) {
        return action(ActionEvent.of(action, ActionEvent.State.PLANNED, ""));
    }

    static ComposeAction action(ActionEvent event) {
        Action action = event.action();
        ComposeAction.Builder message = ComposeAction.newBuilder()
                .setKind(kind(action))
                .setSubject(subject(action))
                .setName(action.name())
                .setReason(action.reason())
                .setState(
                        switch (event.state()) {
                            case PLANNED -> ComposeAction.State.STATE_PLANNED;
                            case RUNNING -> ComposeAction.State.STATE_RUNNING;
                            case DONE -> ComposeAction.State.STATE_DONE;
                            case FAILED -> ComposeAction.State.STATE_FAILED;
                        })
                .setMessage(event.message());
        event.progress().map(Messages::progress).ifPresent(message::setProgress);
        return message.build();
    }

    private static Kind kind(Action action) {
        return switch (action) {
            case Action.PullImage pull -> Kind.KIND_PULL;
            case Action.Await await -> Kind.KIND_WAIT;
            case ServiceAction.Create create -> Kind.KIND_CREATE;
            case ServiceAction.Start start -> Kind.KIND_START;
            case ServiceAction.UpdateInPlace update -> Kind.KIND_UPDATE;
            case ServiceAction.Replace replace -> Kind.KIND_REPLACE;
            case ServiceAction.Remove remove -> Kind.KIND_REMOVE;
            case ServiceAction.Keep keep -> Kind.KIND_KEEP;
            case NetworkAction.Create create -> Kind.KIND_CREATE;
            case NetworkAction.Start start -> Kind.KIND_START;
            case NetworkAction.Replace replace -> Kind.KIND_REPLACE;
            case NetworkAction.Remove remove -> Kind.KIND_REMOVE;
            case NetworkAction.Keep keep -> Kind.KIND_KEEP;
            case VolumeAction.Create create -> Kind.KIND_CREATE;
            case VolumeAction.Remove remove -> Kind.KIND_REMOVE;
            case VolumeAction.Keep keep -> Kind.KIND_KEEP;
        };
    }

    private static String subject(Action action) {
        return switch (action) {
            case Action.PullImage pull -> "image";
            case Action.Await await -> "service";
            case ServiceAction service -> "service";
            case NetworkAction network -> "network";
            case VolumeAction volume -> "volume";
        };
    }

    static ComposeUpResponse up(ComposeProjects.UpResult result, String document) {
        return ComposeUpResponse.newBuilder()
                .setProject(result.project().value())
                .addAllServices(services(result.services()))
                .addAllNetworksCreated(result.createdNetworks())
                .addAllVolumesCreated(result.createdVolumes())
                .addAllDiagnostics(Messages.diagnostics(result.diagnostics()))
                .addAllDiagnostics(result.warnings().stream()
                        .map(warning -> Diagnostic.newBuilder()
                                .setSeverity(Diagnostic.Severity.SEVERITY_WARNING)
                                .setFile(document)
                                .setMessage(warning)
                                .build())
                        .toList())
                .build();
    }

    static ComposeDownResponse down(ComposeProjects.DownResult result) {
        return ComposeDownResponse.newBuilder()
                .setProject(result.project().value())
                .addAllRemovedVms(result.machines())
                .addAllRemovedNetworks(result.networks())
                .addAllRemovedVolumes(result.volumes())
                .build();
    }

    static List<ComposeServiceStatus> services(List<ServiceStatus> services) {
        return services.stream().map(ComposeMessages::service).toList();
    }

    private static ComposeServiceStatus service(ServiceStatus status) {
        Machine machine = status.machine();
        String unhealthy = status.health().map(Health::reason).orElse("");
        return ComposeServiceStatus.newBuilder()
                .setService(status.member())
                .setVmId(machine.id().toString())
                .setVmName(machine.name().value())
                .setStatus(machine.state().label())
                .setHealth(status.health()
                        .map(health -> health.state().name().toLowerCase(Locale.ROOT))
                        .orElse(""))
                .setImage(machine.image().toString())
                .addAllIpAddresses(machine.addresses().stream()
                        .map(InetAddress::getHostAddress)
                        .toList())
                .setMessage(machine.stateReason().isEmpty() ? unhealthy : machine.stateReason())
                .build();
    }
}
