package io.vmregistry.daemon.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.vmregistry.daemon.compose.ComposeException;
import io.vmregistry.daemon.compose.SimulatedHost;
import io.vmregistry.proto.v1.ComposeAction;
import io.vmregistry.proto.v1.ComposeDownEvent;
import io.vmregistry.proto.v1.ComposeDownRequest;
import io.vmregistry.proto.v1.ComposePlanRequest;
import io.vmregistry.proto.v1.ComposePsRequest;
import io.vmregistry.proto.v1.ComposeUpEvent;
import io.vmregistry.proto.v1.ComposeUpRequest;
import io.vmregistry.proto.v1.ComposeUpResponse;
import io.vmregistry.proto.v1.ComposeValidateRequest;
import io.vmregistry.proto.v1.ComposeValidateResponse;
import io.vmregistry.proto.v1.Diagnostic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ComposeEndpointTest {

    private static final String DOCUMENT = """
            apiVersion: vmregistry.io/v1alpha1
            services:
              web: {image: user/tiny:1, restartPolicy: always}
              db: {image: user/tiny:1}
            """;

    @TempDir
    Path directory;

    private SimulatedHost host;
    private ComposeEndpoint endpoint;

    @BeforeEach
    void open() {
        host = new SimulatedHost(directory);
        host.addImage("user/tiny:1");
        endpoint = new ComposeEndpoint(host.projects, call -> host);
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void streamsActionsAndThenTheResult() {
        List<ComposeUpEvent> events = new ArrayList<>();
        endpoint.composeUpStream(up(DOCUMENT), events::add);

        assertThat(events.getLast().hasResult()).isTrue();
        assertThat(events)
                .filteredOn(ComposeUpEvent::hasAction)
                .extracting(event -> event.getAction().getName()
                        + " " + event.getAction().getState() + " "
                        + event.getAction().getKind())
                .contains(
                        "web STATE_PLANNED KIND_CREATE", "web STATE_RUNNING KIND_CREATE", "web STATE_DONE KIND_CREATE");
        ComposeUpResponse result = events.getLast().getResult();
        assertThat(result.getProject()).isEqualTo("lab");
        assertThat(result.getServicesList())
                .allMatch(service -> service.getStatus().equals("running"))
                .extracting(service -> service.getVmName())
                .containsExactly("lab-db", "lab-web");
        assertThat(result.getDiagnosticsList())
                .anyMatch(found -> found.getSeverity() == Diagnostic.Severity.SEVERITY_WARNING
                        && found.getMessage().contains("not enforced"));

        assertThat(endpoint.composePs(ComposePsRequest.getDefaultInstance()).getProjectsList())
                .singleElement()
                .satisfies(project -> assertThat(project.getServicesCount()).isEqualTo(2));

        List<ComposeDownEvent> down = new ArrayList<>();
        endpoint.composeDownStream(
                ComposeDownRequest.newBuilder()
                        .setProject("lab")
                        .setTimeoutSeconds(1)
                        .build(),
                down::add);
        assertThat(down.getLast().getResult().getRemovedVmsList()).containsExactlyInAnyOrder("lab-db", "lab-web");
        assertThat(endpoint.composePs(ComposePsRequest.getDefaultInstance()).getProjectsCount())
                .isZero();
    }

    @Test
    void plansWithoutTouchingAnything() {
        List<ComposeAction> actions = new ArrayList<>();
        endpoint.composePlan(ComposePlanRequest.newBuilder().setUp(up(DOCUMENT)).build(), actions::add);

        assertThat(actions)
                .hasSize(2)
                .allMatch(action -> action.getState() == ComposeAction.State.STATE_PLANNED
                        && action.getReason().equals("it is not there"));
        assertThat(host.machines.list()).isEmpty();
    }

    @Test
    void validatesWithPositionsAndStartOrder() {
        ComposeValidateResponse good = endpoint.composeValidate(
                ComposeValidateRequest.newBuilder().setCompose(DOCUMENT).build());
        assertThat(good.getValid()).isTrue();
        assertThat(good.getServicesList()).containsExactlyInAnyOrder("web", "db");

        ComposeValidateResponse bad = endpoint.composeValidate(ComposeValidateRequest.newBuilder()
                .setCompose("apiVersion: vmregistry.io/v1alpha1\nservices:\n  web: {imag: x}\n")
                .setComposeName("my.VMCompose")
                .build());
        assertThat(bad.getValid()).isFalse();
        assertThat(bad.getDiagnosticsList()).allMatch(found -> found.getFile().equals("my.VMCompose"));
    }

    @Test
    void everyFaultHasAStatus() {
        assertThat(status(() -> endpoint.composeUp(up("services: {}")))).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status(() -> endpoint.composePs(
                        ComposePsRequest.newBuilder().setProject("none").build())))
                .isEqualTo(Status.Code.NOT_FOUND);
        assertThat(status(() -> endpoint.composePs(
                        ComposePsRequest.newBuilder().setProject("No!").build())))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status(() -> endpoint.composeUp(up(DOCUMENT.replace("always}", "always, ports: [\"80:80\"]}")))))
                .isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThatThrownBy(() -> endpoint.composeUp(up(DOCUMENT.replace("tiny:1", "none:1"))))
                .isInstanceOf(ComposeException.Failed.class);
    }

    private static Status.Code status(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            StatusRuntimeException translated = Statuses.from(e);
            return translated.getStatus().getCode();
        }
        return Status.Code.OK;
    }

    private static ComposeUpRequest up(String document) {
        return ComposeUpRequest.newBuilder()
                .setCompose(document)
                .setProject("lab")
                .build();
    }
}
