package io.vmregistry.daemon.compose.plan;

import static io.vmregistry.daemon.compose.plan.Projects.IMAGE;
import static io.vmregistry.daemon.compose.plan.Projects.PROJECT;
import static io.vmregistry.daemon.compose.plan.Projects.digest;
import static io.vmregistry.daemon.compose.plan.Projects.machine;
import static io.vmregistry.daemon.compose.plan.Projects.network;
import static io.vmregistry.daemon.compose.plan.Projects.service;
import static io.vmregistry.daemon.compose.plan.Projects.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.daemon.compose.plan.Present.PresentMachine;
import io.vmregistry.daemon.compose.plan.Projects.Document;
import io.vmregistry.daemon.compose.plan.Projects.Host;
import io.vmregistry.spec.compose.ServiceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every document and every host. A seed names a case, so that a failure can be repeated. */
class PlannerPropertyTest {

    private static final List<String> NETWORKS = List.of("n0", "n1", "n2");
    private static final List<String> SERVICES = List.of("s0", "s1", "s2", "s3", "s4", "s5");

    static IntStream seeds() {
        return IntStream.range(0, 400);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPlanThatIsCarriedOutGivesWhatIsWantedAndLeavesNothingToDo(int seed) {
        Random random = new Random(seed);
        Host host = new Host();
        for (int round = 0; round < 4; round++) {
            Wanted wanted = document(random);
            Plan plan = feasible(wanted, host);
            assertOrder(plan, wanted);
            host.apply(plan, wanted);

            assertHas(host, wanted);
            Plan second = feasible(wanted, host);
            assertThat(second.isEmpty()).as("second plan %s", second.steps()).isTrue();
            disturb(host, random);
        }
        Plan down = Planner.down(PROJECT, Set.of(), true, host.present());
        host.apply(down, new Document().wanted());
        assertThat(host.machines).isEmpty();
        assertThat(host.networks).isEmpty();
        assertThat(host.volumes).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyInterruptedRunIsFinishedByTheNext(int seed) {
        Random random = new Random(seed);
        Host host = new Host();
        host.apply(feasible(document(random), host), document(new Random(seed)));
        Wanted wanted = document(random);
        Plan plan = feasible(wanted, host);

        plan.actions().limit(random.nextInt(plan.steps().size() + 1)).forEach(host::perform);
        host.apply(feasible(wanted, host), wanted);

        assertHas(host, wanted);
        assertThat(feasible(wanted, host).isEmpty()).isTrue();
    }

    private static void assertHas(Host host, Wanted wanted) {
        Map<String, String> hashes = new HashMap<>();
        wanted.services()
                .forEach(service -> service.machines()
                        .forEach(machine -> hashes.put(
                                machine.name(), machine.configuration().hash())));
        assertThat(host.machines.keySet()).isEqualTo(hashes.keySet());
        host.machines.values().forEach(there -> {
            assertThat(there.owner().orElseThrow().hash()).isEqualTo(hashes.get(there.name()));
            assertThat(there.running()).isTrue();
        });
    }

    /** A machine's step waits, directly or not, for every step of every service that it depends on. */
    private static void assertOrder(Plan plan, Wanted wanted) {
        Map<ServiceName, List<Step>> makers = new HashMap<>();
        for (Step step : plan.steps()) {
            if (step.action() instanceof Action.ServiceAction.Create create) {
                makers.computeIfAbsent(create.service(), key -> new ArrayList<>())
                        .add(step);
            }
        }
        for (ServiceSpec service : wanted.services()) {
            for (ServiceName dependency : service.policy().dependsOn().keySet()) {
                for (Step later : makers.getOrDefault(service.name(), List.of())) {
                    for (Step earlier : makers.getOrDefault(dependency, List.of())) {
                        assertThat(later.needs()).contains(earlier.id());
                    }
                }
            }
        }
    }

    private static void disturb(Host host, Random random) {
        for (PresentMachine machine : List.copyOf(host.machines.values())) {
            switch (random.nextInt(6)) {
                case 0 -> host.machines.remove(machine.name());
                case 1 ->
                    host.machines.put(
                            machine.name(),
                            new PresentMachine(
                                    machine.name(),
                                    machine.owner(),
                                    machine.service(),
                                    false,
                                    machine.networks(),
                                    machine.volumes(),
                                    Optional.empty()));
                default -> {}
            }
        }
        // A tag that moves while its image is not on the host is seen by the run after the one that pulls it (ADR
        // 0009).
        switch (random.nextInt(4)) {
            case 0 -> {
                host.images.put(IMAGE, digest("moved " + random.nextInt()));
                host.pullable.putAll(host.images);
            }
            case 1 -> host.images.clear();
            default -> {}
        }
    }

    private static Wanted document(Random random) {
        Document document = new Document();
        List<String> networks =
                NETWORKS.stream().filter(key -> random.nextInt(3) > 0).toList();
        for (String key : networks) {
            document.network(network(key, NETWORKS.indexOf(key) * 10 + random.nextInt(2)));
        }
        document.volume(volume("v", 1));
        for (int i = 0; i < SERVICES.size(); i++) {
            if (i > 0 && random.nextInt(3) == 0) {
                continue;
            }
            String name = SERVICES.get(i);
            List<String> attached =
                    networks.stream().filter(key -> random.nextBoolean()).toList();
            List<String> mounted = i == 0 ? List.of("v") : List.of();
            int cpu = 1 + random.nextInt(2);
            int replicas = i == 0 ? 1 : 1 + random.nextInt(3);
            List<MachineSpec> machines = IntStream.rangeClosed(1, replicas)
                    .mapToObj(n -> machine(name, replicas == 1 ? name : name + "-" + n, IMAGE, cpu, attached, mounted))
                    .toList();
            Map<ServiceName, Boolean> dependsOn = new HashMap<>();
            for (int j = 0; j < i; j++) {
                if (random.nextInt(3) == 0) {
                    dependsOn.put(service(SERVICES.get(j)), false);
                }
            }
            document.service(new ServiceSpec(service(name), machines, Projects.dependingOn(dependsOn)));
        }
        return document.wanted();
    }

    private static Plan feasible(Wanted wanted, Host host) {
        return ((Planning.Feasible) Planner.up(wanted, host.present())).plan();
    }
}
