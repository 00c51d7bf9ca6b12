package io.vmregistry.daemon.compose;

import io.vmregistry.daemon.compose.plan.Configuration;
import io.vmregistry.daemon.compose.plan.ServicePolicy;
import io.vmregistry.spec.compose.ServiceName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the marks on machines and networks cannot tell of a project.
 *
 * @param configurations of machines, by their hash: what stands behind the hash that a machine carries
 * @param networks that the project made, by their name on the host
 * @param policies of services, as they were applied last
 */
record ProjectRecord(
        SortedMap<String, Configuration> configurations,
        SortedMap<String, Configuration> networks,
        SortedMap<ServiceName, ServicePolicy> policies) {

    static final ProjectRecord EMPTY = new ProjectRecord(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    ProjectRecord {
        configurations = new TreeMap<>(configurations);
        networks = new TreeMap<>(networks);
        policies = new TreeMap<>(policies);
    }

    /** Remembers a configuration before any machine carries its hash. */
    ProjectRecord with(Configuration configuration) {
        SortedMap<String, Configuration> more = new TreeMap<>(configurations);
        more.put(configuration.hash(), configuration);
        return new ProjectRecord(more, networks, policies);
    }

    ProjectRecord withNetwork(String name, Configuration configuration) {
        SortedMap<String, Configuration> more = new TreeMap<>(networks);
        more.put(name, configuration);
        return new ProjectRecord(configurations, more, policies);
    }

    ProjectRecord withoutNetwork(String name) {
        SortedMap<String, Configuration> fewer = new TreeMap<>(networks);
        fewer.remove(name);
        return new ProjectRecord(configurations, fewer, policies);
    }

    ProjectRecord withPolicies(Map<ServiceName, ServicePolicy> applied) {
        SortedMap<ServiceName, ServicePolicy> more = new TreeMap<>(policies);
        more.putAll(applied);
        return new ProjectRecord(configurations, networks, more);
    }

    /** Without what no machine of the project has to do with any more. */
    ProjectRecord reducedTo(Set<String> hashes, Set<ServiceName> services) {
        ProjectRecord reduced = new ProjectRecord(configurations, networks, policies);
        reduced.configurations.keySet().retainAll(hashes);
        reduced.policies.keySet().retainAll(services);
        return reduced;
    }

    boolean isEmpty() {
        return configurations.isEmpty() && networks.isEmpty() && policies.isEmpty();
    }

    Optional<Configuration> configuration(String hash) {
        return Optional.ofNullable(configurations.get(hash));
    }
}
