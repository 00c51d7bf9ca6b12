package io.vmregistry.daemon.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.daemon.compose.plan.Action;
import io.vmregistry.daemon.hypervisor.MachineName;
import io.vmregistry.daemon.machine.Machine;
import io.vmregistry.daemon.machine.MachineSelector;
import io.vmregistry.daemon.machine.MachineState;
import io.vmregistry.daemon.machine.RunRequest;
import io.vmregistry.daemon.machine.StopMode;
import io.vmregistry.daemon.network.NetworkName;
import io.vmregistry.spec.compose.ProjectName;
import io.vmregistry.spec.compose.ServiceName;
import io.vmregistry.spec.text.SourceText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Projects on a host whose guests are simulated. */
@Timeout(60)
class ComposeProjectsTest {

    private static final ProjectName LAB = new ProjectName("lab");
    private static final String TWO = """
            apiVersion: vmregistry.io/v1alpha1
            name: lab
            networks:
              private: {mode: isolated, subnet: 192.168.70.0/24, gateway: 192.168.70.1}
            volumes:
              data: {size: 1G}
            services:
              db:
                image: user/tiny:1
                resources: {cpu: %d}
                networks: [{name: private, staticIp: 192.168.70.10}]
                volumes: [{name: data, device: vdb}]
                healthcheck: {console: VMR-GUEST-READY, interval: 1s, timeout: 1s, retries: 5, startPeriod: 10s}
              app:
                image: user/tiny:1
                dependsOn: {db: {condition: healthy}}
                networks: [{name: private}]
            """;

    @TempDir
    Path directory;

    private SimulatedHost host;

    private final List<ActionEvent> events = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void openHost() {
        host = new SimulatedHost(directory);
        host.addImage("user/tiny:1");
    }

    @AfterEach
    void closeHost() {
        host.close();
    }

    @Test
    void bringsUpAndIsThenANoOp() {
        ComposeProjects.UpResult result = up(TWO.formatted(1));

        assertThat(result.services()).extracting(ServiceStatus::member).containsExactlyInAnyOrder("app", "db");
        assertThat(result.services())
                .extracting(status -> status.machine().state())
                .containsOnly(MachineState.RUNNING);
        assertThat(result.createdNetworks()).containsExactly("lab_private");
        assertThat(result.createdVolumes()).containsExactly("lab_data");
        assertThat(doneNames()).containsSubsequence("lab_private", "db", "db", "app");

        Machine db = machine("lab-db").orElseThrow();
        events.clear();
        up(TWO.formatted(1));

        assertThat(events).allMatch(event -> event.action().isKeep());
        assertThat(machine("lab-db").orElseThrow().id()).isEqualTo(db.id());
    }

    @Test
    void replacesOnlyWhatChangedAndSaysWhy() {
        up(TWO.formatted(1));
        Machine app = machine("lab-app").orElseThrow();
        events.clear();

        up(TWO.formatted(2));

        assertThat(events)
                .filteredOn(event -> !event.action().isKeep() && event.state() == ActionEvent.State.PLANNED)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.action()).isInstanceOf(Action.ServiceAction.Replace.class);
                    assertThat(event.action().reason()).isEqualTo("cpu: 1 → 2");
                });
        assertThat(machine("lab-app").orElseThrow().id()).isEqualTo(app.id());
        assertThat(machine("lab-db").orElseThrow().cpus()).isEqualTo(2);
    }

    @Test
    void takesDownWithoutTheDocumentAfterTheDaemonStartedAnew() {
        up(TWO.formatted(1));
        host.close();
        openHost();

        ComposeProjects.DownResult down = host.projects.down(
                new DownRequest(LAB, Set.of(), false, Duration.ZERO), events::add, new Cancellation());

        assertThat(down.machines()).containsExactly("lab-app", "lab-db");
        assertThat(down.networks()).containsExactly("lab_private");
        assertThat(down.volumes()).isEmpty();
        assertThat(host.machines.list()).isEmpty();
        assertThat(host.networks.find(new NetworkName("lab_private"))).isEmpty();
        assertThat(directory.resolve("volumes/lab_data.qcow2")).exists();

        ComposeProjects.DownResult volumes = host.projects.down(
                new DownRequest(LAB, Set.of(), true, Duration.ZERO), events::add, new Cancellation());
        assertThat(volumes.volumes()).containsExactly("lab_data");
        assertThat(directory.resolve("volumes/lab_data.qcow2")).doesNotExist();
        assertThatThrownBy(() -> host.projects.services(LAB)).isInstanceOf(ComposeException.ProjectUnknown.class);
    }

    @Test
    void keepsAVolumeThatAMachineOfAnotherProjectUses() {
        up(TWO.formatted(1));
        ProjectName other = new ProjectName("other");
        host.projects.up(
                new UpRequest(SourceText.of("VMCompose", """
                                apiVersion: vmregistry.io/v1alpha1
                                name: other
                                volumes:
                                  theirs: {external: true, name: lab_data}
                                services:
                                  reader:
                                    image: user/tiny:1
                                    volumes: [{name: theirs}]
                                """), Optional.of(other), Set.of(), Set.of(), false, false),
                host,
                events::add,
                new Cancellation());

        DownRequest down = new DownRequest(LAB, Set.of(), true, Duration.ZERO);
        assertThat(host.projects.down(down, events::add, new Cancellation()).volumes())
                .isEmpty();
        assertThat(directory.resolve("volumes/lab_data.qcow2")).exists();

        host.projects.down(new DownRequest(other, Set.of(), false, Duration.ZERO), events::add, new Cancellation());
        assertThat(host.projects.down(down, events::add, new Cancellation()).volumes())
                .containsExactly("lab_data");
    }

    @Test
    void refusesServicesThatTheProjectDoesNotHave() {
        up(TWO.formatted(1));
        Set<ServiceName> misspelt = Set.of(new ServiceName("bd"));

        assertThatThrownBy(() -> host.projects.down(
                        new DownRequest(LAB, misspelt, false, Duration.ZERO), events::add, new Cancellation()))
                .isInstanceOf(ComposeException.InvalidRequest.class)
                .hasMessageContaining("\"bd\"")
                .hasMessageContaining("It runs: app, db.");
        assertThatThrownBy(() -> host.projects.restart(LAB, misspelt, Duration.ZERO, new Cancellation()))
                .isInstanceOf(ComposeException.InvalidRequest.class)
                .hasMessageContaining("It runs: app, db.");
        assertThat(host.machines.list()).hasSize(2);
    }

    @Test
    void saysThatAServiceIsDownAlreadyWhenItIsTakenDownAgain() {
        up(TWO.formatted(1));
        DownRequest app = new DownRequest(LAB, Set.of(new ServiceName("app")), false, Duration.ZERO);
        host.projects.down(app, events::add, new Cancellation());

        assertThatThrownBy(() -> host.projects.down(app, events::add, new Cancellation()))
                .isInstanceOf(ComposeException.InvalidRequest.class)
                .hasMessageContaining("runs no service of that name, or no longer does. It runs: db.");
    }

    @Test
    void takesDownWithoutItsRecordToo() throws Exception {
        up(TWO.formatted(1));
        Files.delete(directory.resolve("compose/lab.json"));

        assertThat(host.projects
                        .down(new DownRequest(LAB, Set.of(), true, Duration.ZERO), events::add, new Cancellation())
                        .machines())
                .containsExactlyInAnyOrder("lab-app", "lab-db");
    }

    @Test
    void knowsTheHealthOfMachinesAfterTheDaemonStartedAnew() throws Exception {
        up(TWO.formatted(1));
        host.close();
        openHost();

        assertThat(host.projects.services(LAB))
                .filteredOn(status -> status.member().equals("db"))
                .allMatch(status -> status.health().isPresent());
    }

    @Test
    void goesOnWithIndependentServicesWhenOneFailsAndARerunDoesTheRest() {
        String document = """
                apiVersion: vmregistry.io/v1alpha1
                services:
                  good: {image: user/tiny:1}
                  bad: {image: user/missing:1}
                  after: {image: user/tiny:1, dependsOn: [bad]}
                """;

        assertThatThrownBy(() -> up(document))
                .isInstanceOf(ComposeException.Failed.class)
                .hasMessageContaining("user/missing:1: the registry does not have user/missing:1");
        assertThat(host.machines.list())
                .extracting(machine -> machine.name().value())
                .containsExactly("lab-good");

        host.pullable.put(SimulatedHost.image("user/missing:1"), SimulatedHost.digest("found"));
        up(document);
        assertThat(host.machines.list())
                .extracting(machine -> machine.name().value())
                .containsExactly("lab-after", "lab-bad", "lab-good");
    }

    @Test
    void touchesNothingWhenAForeignMachineHasTheName() throws Exception {
        host.machines.run(RunRequest.of(SimulatedHost.image("user/tiny:1")).named(new MachineName("lab-db")));

        assertThatThrownBy(() -> up(TWO.formatted(1)))
                .isInstanceOf(ComposeException.Refused.class)
                .hasMessageContaining("lab-db");
        assertThat(host.networks.find(new NetworkName("lab_private"))).isEmpty();
        assertThat(host.machines.list()).hasSize(1);
    }

    @Test
    void startsAgainWhatWasStopped() throws Exception {
        up(TWO.formatted(1));
        host.machines.stop(MachineSelector.of(new MachineName("lab-db")), new StopMode.Forced());
        events.clear();

        up(TWO.formatted(1));

        assertThat(doneNames()).containsExactly("db");
        assertThat(machine("lab-db").orElseThrow().state()).isEqualTo(MachineState.RUNNING);
    }

    @Test
    void saysWhatItCannotDoInsteadOfLeavingItOut() {
        assertThatThrownBy(() -> up("""
                        apiVersion: vmregistry.io/v1alpha1
                        services:
                          web:
                            image: user/tiny:1
                            ports: ["8080:80"]
                            provision: [{shell: {inline: "true"}}]
                            healthcheck: {exec: ["true"]}
                        """))
                .isInstanceOf(ComposeException.Refused.class)
                .hasMessageContaining("forward ports")
                .hasMessageContaining("--no-provision")
                .hasMessageContaining("guest agent");
        assertThat(host.machines.list()).isEmpty();
    }

    @Test
    void warnsOfWhatItDoesNotKeep() {
        assertThat(up("""
                        apiVersion: vmregistry.io/v1alpha1
                        services:
                          web: {image: user/tiny:1, ssh: {user: ada}}
                        """).warnings()).singleElement().asString().contains("\"ssh\" of service \"web\"");
    }

    @Test
    void refusesFilesThatOnlyTheClientCanRead() {
        assertThatThrownBy(() -> up("""
                        apiVersion: vmregistry.io/v1alpha1
                        services:
                          web: {image: user/tiny:1, cloudInit: {userDataFile: ./user.yaml}}
                        """)).isInstanceOf(ComposeException.class).hasMessageContaining("user.yaml");
    }

    @Test
    void reportsEveryDiagnosticOfADocument() {
        assertThatThrownBy(() -> up("apiVersion: nonsense\nservices: {}\n"))
                .isInstanceOfSatisfying(
                        ComposeException.InvalidDocument.class,
                        fault -> assertThat(fault.diagnostics()).hasSizeGreaterThan(1));
    }

    @Test
    void aCancelledCallDoesNothingMoreAndTheSameCallWorksAfterwards() {
        Cancellation cancellation = new Cancellation();

        assertThatThrownBy(() -> host.projects.up(
                        request(TWO.formatted(1)),
                        host,
                        event -> {
                            if (event.action().name().equals("db") && event.state() == ActionEvent.State.DONE) {
                                cancellation.cancel();
                            }
                        },
                        cancellation))
                .isInstanceOf(ComposeException.Cancelled.class);
        assertThat(host.machines.list())
                .extracting(machine -> machine.name().value())
                .containsExactly("lab-db");

        up(TWO.formatted(1));
        assertThat(host.machines.list()).hasSize(2);
    }

    @Test
    void restartsAServiceAndPlansWithoutDoingAnything() {
        assertThat(host.projects.plan(request(TWO.formatted(1)), host).isEmpty())
                .isFalse();
        assertThat(host.machines.list()).isEmpty();
        up(TWO.formatted(1));

        List<ServiceStatus> restarted =
                host.projects.restart(LAB, Set.of(new ServiceName("app")), Duration.ZERO, new Cancellation());

        assertThat(restarted).extracting(status -> status.machine().state()).containsOnly(MachineState.RUNNING);
        assertThat(host.projects.plan(request(TWO.formatted(1)), host).isEmpty())
                .isTrue();
    }

    private ComposeProjects.UpResult up(String document) {
        return host.projects.up(request(document), host, events::add, new Cancellation());
    }

    private static UpRequest request(String document) {
        return new UpRequest(SourceText.of("VMCompose", document), Optional.of(LAB), Set.of(), Set.of(), false, false);
    }

    private Optional<Machine> machine(String name) {
        return host.machines.find(MachineSelector.of(new MachineName(name)));
    }

    private List<String> doneNames() {
        return events.stream()
                .filter(event -> event.state() == ActionEvent.State.DONE
                        && !event.action().isKeep())
                .map(event -> event.action().name())
                .toList();
    }
}
