package io.vmregistry.spec.compose;

import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.schema.Guesses;
import io.vmregistry.spec.schema.Keys;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What services wait for: services that are there, that report what is waited for, and never in a circle. */
final class DependencyCheck {

    private final boolean whole;
    private final Findings findings;
    private final Guesses guesses = new Guesses();
    private final Map<String, Keys> services = new LinkedHashMap<>();
    private final Map<String, Map<String, TextRange>> edges = new LinkedHashMap<>();

    DependencyCheck(List<Entry> services, boolean whole, Findings findings) {
        this.whole = whole;
        this.findings = findings;
        services.forEach(service -> this.services.put(service.name(), Keys.of(service.value())));
    }

    void check() {
        services.forEach((service, keys) -> edges.put(service, edgesOf(service, keys)));
        reportCycles();
    }

    private Map<String, TextRange> edgesOf(String service, Keys keys) {
        Map<String, TextRange> known = new LinkedHashMap<>();
        if (keys.node("dependsOn").filter(Mapping.class::isInstance).isPresent()) {
            for (Entry dependency : keys.entries("dependsOn")) {
                checkCondition(service, dependency);
                addEdge(service, dependency.name(), dependency.key().range(), known);
            }
        } else {
            keys.scalars("dependsOn").forEach(name -> addEdge(service, name.text(), name.range(), known));
        }
        return known;
    }

    private void addEdge(String service, String dependency, TextRange range, Map<String, TextRange> known) {
        if (services.containsKey(dependency)) {
            known.putIfAbsent(dependency, range);
        } else if (whole) {
            findings.add(
                    Code.SERVICE_UNKNOWN,
                    range,
                    "\"%s\" depends on \"%s\", which the file does not have".formatted(service, dependency),
                    guesses.nearest(dependency, services.keySet())
                            .map("did you mean %s?"::formatted)
                            .orElse("define it under services"));
        }
    }

    private void checkCondition(String service, Entry dependency) {
        Keys target = services.get(dependency.name());
        boolean healthy = Keys.of(dependency.value())
                .text("condition")
                .filter("healthy"::equals)
                .isPresent();
        if (healthy && target != null && !target.has("healthcheck") && whole) {
            findings.add(
                    Code.CONDITION,
                    Keys.of(dependency.value()).node("condition").orElseThrow().range(),
                    "\"%s\" waits until \"%s\" is healthy, but that has no healthcheck"
                            .formatted(service, dependency.name()),
                    "add a healthcheck to %s, or wait for started".formatted(dependency.name()));
        }
    }

    private void reportCycles() {
        List<String> names = List.copyOf(edges.keySet());
        Map<String, Integer> numbers = HashMap.newHashMap(names.size());
        names.forEach(name -> numbers.put(name, numbers.size()));
        List<List<Integer>> targets = new ArrayList<>(names.size());
        for (Map<String, TextRange> dependencies : edges.values()) {
            targets.add(dependencies.keySet().stream()
                    .map(dependency -> numbers.getOrDefault(dependency, 0))
                    .toList());
        }
        for (List<Integer> cycle : Cycles.in(targets)) {
            reportCycle(cycle.stream().map(names::get).toList());
        }
    }

    private void reportCycle(List<String> cycle) {
        String first = cycle.getFirst();
        TextRange range =
                edges.getOrDefault(first, Map.of()).getOrDefault(cycle.get(1 % cycle.size()), TextRange.START);
        findings.add(
                Code.DEPENDENCY_CYCLE,
                range,
                "services wait for each other: %s -> %s".formatted(String.join(" -> ", cycle), first),
                "remove one of these dependencies");
    }
}
