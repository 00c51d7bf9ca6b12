package io.vmregistry.daemon.compose.plan;

import static io.vmregistry.daemon.compose.plan.Projects.DIGEST;
import static io.vmregistry.daemon.compose.plan.Projects.IMAGE;
import static io.vmregistry.daemon.compose.plan.Projects.PROJECT;
import static io.vmregistry.daemon.compose.plan.Projects.digest;
import static io.vmregistry.daemon.compose.plan.Projects.machine;
import static io.vmregistry.daemon.compose.plan.Projects.network;
import static io.vmregistry.daemon.compose.plan.Projects.service;
import static io.vmregistry.daemon.compose.plan.Projects.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.daemon.compose.plan.Present.Ownership;
import io.vmregistry.daemon.compose.plan.Present.PresentMachine;
import io.vmregistry.daemon.compose.plan.Present.PresentNetwork;
import io.vmregistry.daemon.compose.plan.Projects.Document;
import io.vmregistry.daemon.compose.plan.Projects.Host;
import io.vmregistry.spec.compose.Healthcheck;
import io.vmregistry.spec.compose.ProjectName;
import io.vmregistry.spec.compose.RestartPolicy;
import io.vmregistry.spec.reference.ImageReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final Healthcheck CHECK = new Healthcheck(
            new Healthcheck.Probe.Tcp(5432), Duration.ofSeconds(1), Duration.ofSeconds(1), 3, Duration.ZERO);

    private final Host host = new Host();

    @Test
    void createsNetworkVolumeAndMachinesInTheOrderOfTheirDependencies() {
        Wanted wanted = new Document()
                .network(network("private", 1))
                .volume(volume("data", 10))
                .service(machine("app", 1, List.of("private"), List.of()), "db")
                .service(machine("db", 1, List.of("private"), List.of("data")))
                .wanted();

        Plan plan = feasible(wanted);

        assertThat(described(plan))
                .containsExactly(
                        "NetworkAction.Create lab_private: it is not there",
                        "VolumeAction.Create lab_data: it is not there",
                        "ServiceAction.Create db: it is not there",
                        "ServiceAction.Create app: it is not there");
        assertThat(plan.levels()).extracting(List::size).containsExactly(2, 1, 1);
    }

    @Test
    void keepsWhatIsAsItIsWanted() {
        Wanted wanted = simple(1).wanted();
        host.apply(feasible(wanted), wanted);

        Plan second = feasible(wanted);

        assertThat(second.isEmpty()).isTrue();
        assertThat(described(second)).containsExactly("NetworkAction.Keep lab_private: ", "ServiceAction.Keep db: ");
    }

    @Test
    void replacesAMachineWhoseConfigurationChangedAndSaysWhatChanged() {
        bringUp(simple(1));

        assertThat(described(feasible(simple(4).wanted()))).contains("ServiceAction.Replace db: cpu: 1 → 4");
    }

    @Test
    void replacesAMachineWhoseTagMoved() {
        bringUp(simple(1));
        host.images.put(IMAGE, digest("another"));

        assertThat(described(feasible(simple(1).wanted())))
                .contains("ServiceAction.Replace db: image digest: %s → %s"
                        .formatted(DIGEST.abbreviated(), digest("another").abbreviated()));
    }

    @Test
    void keepsAMachineWhoseImageIsNoLongerOnTheHost() {
        bringUp(simple(1));
        host.images.clear();

        assertThat(feasible(simple(1).wanted()).isEmpty()).isTrue();
    }

    @Test
    void pullsAnImageOnceBeforeTheMachinesThatNeedIt() {
        host.images.clear();
        Wanted wanted = new Document()
                .service(machine("a", 1, List.of(), List.of()))
                .service(machine("b", 1, List.of(), List.of()))
                .wanted();

        Plan plan = feasible(wanted);

        assertThat(described(plan).getFirst()).isEqualTo("PullImage user/tiny:1: it is not there");
        assertThat(plan.steps()).hasSize(3);
        assertThat(plan.steps().get(1).needs()).containsExactly(0);
        assertThat(plan.steps().get(2).needs()).containsExactly(0);
    }

    @Test
    void startsAMachineThatStopped() {
        bringUp(simple(1));
        PresentMachine db = host.machines.get("lab-db");
        host.machines.put(
                "lab-db",
                new PresentMachine(
                        db.name(), db.owner(), db.service(), false, db.networks(), db.volumes(), db.image()));

        assertThat(described(feasible(simple(1).wanted()))).contains("ServiceAction.Start db: it does not run");
    }

    @Test
    void removesWhatTheDocumentNoLongerHas() {
        bringUp(simple(1).network(network("old", 2)).service(machine("gone", 1, List.of("old"), List.of())));

        Plan plan = feasible(simple(1).wanted());

        assertThat(described(plan))
                .startsWith(
                        "ServiceAction.Remove gone: no service of the document wants it",
                        "NetworkAction.Remove lab_old: the document does not have it");
        assertThat(plan.steps().get(1).needs()).containsExactly(0);
    }

    @Test
    void leavesServicesAloneThatWereNotSelected() {
        bringUp(simple(1).service(machine("other", 1, List.of(), List.of())));

        Plan plan = feasible(simple(2).declared("other").partial().wanted());

        assertThat(described(plan))
                .containsExactly("NetworkAction.Keep lab_private: ", "ServiceAction.Replace db: cpu: 1 → 2");
    }

    @Test
    void takesMachinesOffANetworkBeforeItIsReplaced() {
        bringUp(simple(1));
        Wanted wanted = new Document()
                .network(network("private", 9))
                .service(machine("db", 1, List.of("private"), List.of()))
                .wanted();

        Plan plan = feasible(wanted);

        assertThat(described(plan))
                .containsExactly(
                        "ServiceAction.Remove db: it is attached to a network that goes",
                        "NetworkAction.Replace lab_private: subnet: 10.0.1.0/24 → 10.0.9.0/24",
                        "ServiceAction.Create db: it was taken off network \"lab_private\", which is replaced");
        host.apply(plan, wanted);
        assertThat(feasible(wanted).isEmpty()).isTrue();
    }

    @Test
    void refusesToReplaceANetworkToWhichAForeignMachineIsAttached() {
        bringUp(simple(1));
        host.machines.put("mine", foreign("mine", Set.of("lab_private")));
        Wanted wanted = new Document()
                .network(network("private", 9))
                .service(machine("db", 1, List.of("private"), List.of()))
                .wanted();

        assertThat(obstacles(wanted)).singleElement().asString().contains("lab_private", "mine");
    }

    @Test
    void namesEveryForeignThingThatIsInTheWay() {
        host.machines.put("lab-db", foreign("lab-db", Set.of()));
        host.networks.put(
                "lab_private",
                new PresentNetwork(
                        "lab_private",
                        Optional.of(Ownership.of(new ProjectName("another"), Configuration.UNKNOWN)),
                        true));

        assertThat(obstacles(simple(1).wanted()))
                .hasSize(2)
                .anyMatch(text -> text.contains("lab-db"))
                .anyMatch(text -> text.contains("lab_private"));
    }

    @Test
    void wantsExternalNetworksToBeThereAndNeverTouchesThem() {
        Document document = new Document()
                .network(new NetworkSpec.External("shared", "lab_shared"))
                .service(machine("db", 1, List.of("shared"), List.of()));

        assertThat(obstacles(document.wanted())).singleElement().asString().contains("lab_shared", "never created");

        host.networks.put("lab_shared", new PresentNetwork("lab_shared", Optional.empty(), true));
        assertThat(described(feasible(document.wanted()))).containsExactly("ServiceAction.Create db: it is not there");
    }

    @Test
    void neitherResizesNorRemovesAVolume() {
        Document small =
                new Document().volume(volume("data", 10)).service(machine("db", 1, List.of(), List.of("data")));
        bringUp(small);
        Document large =
                new Document().volume(volume("data", 20)).service(machine("db", 1, List.of(), List.of("data")));

        assertThat(obstacles(large.wanted())).singleElement().asString().contains("size: 10GiB → 20GiB");
        assertThat(described(feasible(simple(1).wanted()))).noneMatch(text -> text.startsWith("VolumeAction"));
    }

    @Test
    void updatesThePolicyInPlace() {
        bringUp(simple(1));
        ServicePolicy checked = new ServicePolicy(new TreeMap<>(), Optional.of(CHECK), RestartPolicy.NEVER);
        Wanted wanted = new Document()
                .network(network("private", 1))
                .service(machine("db", 1, List.of("private"), List.of()), checked)
                .wanted();

        assertThat(described(feasible(wanted)))
                .anyMatch(text -> text.startsWith("ServiceAction.UpdateInPlace db: healthcheck: (none) → tcp 5432"));
    }

    @Test
    void waitsForHealthOnlyWhenSomethingStartsAfterIt() {
        ServicePolicy checked = new ServicePolicy(new TreeMap<>(), Optional.of(CHECK), RestartPolicy.NEVER);
        ServicePolicy after = Projects.dependingOn(Map.of(service("db"), true));
        Document document = new Document()
                .service(machine("db", 1, List.of(), List.of()), checked)
                .service(machine("app", 1, List.of(), List.of()), after);

        assertThat(described(feasible(document.wanted())))
                .containsExactly(
                        "ServiceAction.Create db: it is not there",
                        "Await db: until it is healthy",
                        "ServiceAction.Create app: it is not there");
        bringUp(document);
        assertThat(feasible(document.wanted()).isEmpty()).isTrue();
        assertThat(described(feasible(document.awaitHealth().wanted()))).contains("Await db: until it is healthy");
    }

    @Test
    void removesReplicasThatAreTooMany() {
        MachineSpec one = machine("app", "app-1", IMAGE, 1, List.of(), List.of());
        MachineSpec two = machine("app", "app-2", IMAGE, 1, List.of(), List.of());
        bringUp(new Document().service(new ServiceSpec(service("app"), List.of(one, two), ServicePolicy.NONE)));

        Wanted fewer = new Document()
                .service(new ServiceSpec(service("app"), List.of(one), ServicePolicy.NONE))
                .wanted();

        assertThat(described(feasible(fewer)))
                .containsExactly(
                        "ServiceAction.Remove app-2: no service of the document wants it",
                        "ServiceAction.Keep app-1: ");
    }

    @Test
    void explainsAChangeByTheHashesWhenTheFieldsWereLost() {
        bringUp(simple(1));
        PresentMachine db = host.machines.get("lab-db");
        host.machines.put(
                "lab-db",
                new PresentMachine(
                        db.name(),
                        Optional.of(new Ownership(PROJECT, "0123", Configuration.UNKNOWN)),
                        db.service(),
                        true,
                        db.networks(),
                        db.volumes(),
                        db.image()));

        assertThat(described(feasible(simple(1).wanted())))
                .anyMatch(text -> text.startsWith("ServiceAction.Replace db: configuration: 0123 → "));
    }

    @Test
    void takesAProjectDownDependentsFirstAndKeepsVolumes() {
        Document document = new Document()
                .network(network("private", 1))
                .volume(volume("data", 1))
                .service(machine("db", 1, List.of("private"), List.of("data")))
                .service(machine("app", 1, List.of("private"), List.of()), "db");
        bringUp(document);

        Plan plan = Planner.down(PROJECT, Set.of(), false, host.present());

        assertThat(plan.actions().map(Action::name)).containsExactly("app", "db", "lab_private");
        assertThat(plan.steps().get(1).needs()).containsExactly(0);
        assertThat(Planner.down(PROJECT, Set.of(), true, host.present())
                        .actions()
                        .map(Action::name))
                .containsExactly("app", "db", "lab_private", "lab_data");
        assertThat(Planner.down(PROJECT, Set.of(service("db")), false, host.present())
                        .actions()
                        .map(Action::name))
                .containsExactly("db");
    }

    @Test
    void keepsANetworkAtDownThatAForeignMachineUses() {
        bringUp(simple(1));
        host.machines.put("mine", foreign("mine", Set.of("lab_private")));

        Plan plan = Planner.down(PROJECT, Set.of(), false, host.present());

        assertThat(described(plan))
                .containsExactly(
                        "ServiceAction.Remove db: the project is taken down",
                        "NetworkAction.Keep lab_private: machine \"mine\" is attached to it");
    }

    @Test
    void keepsAVolumeAtDownThatAForeignMachineUses() {
        bringUp(new Document().volume(volume("data", 1)).service(machine("db", 1, List.of(), List.of("data"))));
        host.machines.put(
                "mine",
                new PresentMachine(
                        "mine",
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        Set.of(),
                        Set.of("lab_data"),
                        Optional.empty()));

        Plan plan = Planner.down(PROJECT, Set.of(), true, host.present());

        assertThat(described(plan))
                .containsExactly(
                        "ServiceAction.Remove db: the project is taken down",
                        "VolumeAction.Keep lab_data: machine \"mine\" uses it");
    }

    @Test
    void comparesTheReferenceAsWellAsTheDigest() {
        bringUp(simple(1));
        ImageReference other = ImageReference.parse("user/tiny:2").orElseThrow();
        host.images.put(other, DIGEST);
        Wanted wanted = new Document()
                .network(network("private", 1))
                .service(machine("db", "db", other, 1, List.of("private"), List.of()))
                .wanted();

        assertThat(described(feasible(wanted))).contains("ServiceAction.Replace db: image: user/tiny:1 → user/tiny:2");
    }

    private static Document simple(int cpu) {
        return new Document().network(network("private", 1)).service(machine("db", cpu, List.of("private"), List.of()));
    }

    private static PresentMachine foreign(String name, Set<String> networks) {
        return new PresentMachine(name, Optional.empty(), Optional.empty(), true, networks, Set.of(), Optional.empty());
    }

    private void bringUp(Document document) {
        host.apply(feasible(document.wanted()), document.wanted());
    }

    private Plan feasible(Wanted wanted) {
        return ((Planning.Feasible) Planner.up(wanted, host.present())).plan();
    }

    private List<String> obstacles(Wanted wanted) {
        return ((Planning.Blocked) Planner.up(wanted, host.present())).obstacles();
    }

    static List<String> described(Plan plan) {
        return plan.actions()
                .map(action -> {
                    Class<?> outer = action.getClass().getEnclosingClass();
                    String prefix = outer == Action.class ? "" : outer.getSimpleName() + ".";
                    return prefix + action.getClass().getSimpleName() + " " + action.name() + ": " + action.reason();
                })
                .toList();
    }
}
