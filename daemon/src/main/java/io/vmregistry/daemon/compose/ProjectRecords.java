package io.vmregistry.daemon.compose;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vmregistry.daemon.compose.plan.Configuration;
import io.vmregistry.daemon.compose.plan.ServicePolicy;
import io.vmregistry.spec.compose.Healthcheck;
import io.vmregistry.spec.compose.Healthcheck.Probe;
import io.vmregistry.spec.compose.ProjectName;
import io.vmregistry.spec.compose.RestartPolicy;
import io.vmregistry.spec.compose.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The projects' records: one JSON file each, written as temporary file → fsync → rename → fsync of the directory. */
final class ProjectRecords {

    private static final Logger LOG = Logger.getLogger(ProjectRecords.class);
    private static final String SUFFIX = ".json";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path directory;

    ProjectRecords(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new ComposeException.HostFailed(
                    "Tried to make the directory %s but failed because %s".formatted(directory, e), e);
        }
    }

    /** Projects that have a record. */
    Set<ProjectName> projects() {
        Set<ProjectName> found = new TreeSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> ProjectName.parse(name.substring(0, name.length() - SUFFIX.length())))
                    .flatMap(Optional::stream)
                    .forEach(found::add);
        } catch (IOException e) {
            throw new ComposeException.HostFailed(
                    "Tried to list the projects in %s but failed because %s".formatted(directory, e), e);
        }
        return found;
    }

    /** Empty for a project without a record, and for one whose record cannot be read: the marks on its things suffice. */
    synchronized ProjectRecord get(ProjectName project) {
        Path file = file(project);
        try {
            return Files.exists(file)
                    ? JSON.readValue(Files.readAllBytes(file), Stored.class).record()
                    : ProjectRecord.EMPTY;
        } catch (IOException | IllegalArgumentException e) {
            LOG.warnf("The record of project \"%s\" cannot be used: %s", project, e.getMessage());
            return ProjectRecord.EMPTY;
        }
    }

    /** Changes a project's record; an empty one is removed. */
    synchronized void update(ProjectName project, UnaryOperator<ProjectRecord> change) {
        ProjectRecord record = change.apply(get(project));
        Path file = file(project);
        try {
            if (record.isEmpty()) {
                Files.deleteIfExists(file);
                StateFile.sync(directory);
            } else {
                StateFile.write(file, JSON.writeValueAsBytes(Stored.of(record)));
            }
        } catch (IOException e) {
            throw new ComposeException.HostFailed(
                    "Tried to write the record of project \"%s\" but failed because %s".formatted(project, e), e);
        }
    }

    private Path file(ProjectName project) {
        return directory.resolve(project.value() + SUFFIX);
    }

    /** A record as it stands in the file. */
    private record Stored(
            Map<String, Map<String, String>> configurations,
            Map<String, Map<String, String>> networks,
            Map<String, StoredPolicy> policies) {

        static Stored of(ProjectRecord record) {
            Map<String, Map<String, String>> configurations = new TreeMap<>();
            record.configurations().forEach((hash, configuration) -> configurations.put(hash, configuration.fields()));
            Map<String, Map<String, String>> networks = new TreeMap<>();
            record.networks().forEach((name, configuration) -> networks.put(name, configuration.fields()));
            Map<String, StoredPolicy> policies = new TreeMap<>();
            record.policies().forEach((service, policy) -> policies.put(service.value(), StoredPolicy.of(policy)));
            return new Stored(configurations, networks, policies);
        }

        ProjectRecord record() {
            TreeMap<String, Configuration> byHash = new TreeMap<>();
            configurations.forEach((hash, fields) -> byHash.put(hash, new Configuration(new TreeMap<>(fields))));
            TreeMap<String, Configuration> byName = new TreeMap<>();
            networks.forEach((name, fields) -> byName.put(name, new Configuration(new TreeMap<>(fields))));
            TreeMap<ServiceName, ServicePolicy> byService = new TreeMap<>();
            policies.forEach((service, policy) -> byService.put(new ServiceName(service), policy.policy()));
            return new ProjectRecord(byHash, byName, byService);
        }
    }

    private record StoredPolicy(
            Map<String, Boolean> dependsOn,
            @Nullable StoredCheck healthcheck,
            String restart,
            @Nullable Integer maxRetries,
            String backoff) {

        static StoredPolicy of(ServicePolicy policy) {
            Map<String, Boolean> dependsOn = new TreeMap<>();
            policy.dependsOn().forEach((service, healthy) -> dependsOn.put(service.value(), healthy));
            return new StoredPolicy(
                    dependsOn,
                    policy.healthcheck().map(StoredCheck::of).orElse(null),
                    policy.restart().mode().label(),
                    policy.restart().maxRetries().orElse(null),
                    policy.restart().backoff().toString());
        }

        ServicePolicy policy() {
            TreeMap<ServiceName, Boolean> dependencies = new TreeMap<>();
            dependsOn.forEach((service, healthy) -> dependencies.put(new ServiceName(service), healthy));
            return new ServicePolicy(
                    dependencies,
                    Optional.ofNullable(healthcheck).map(StoredCheck::check),
                    new RestartPolicy(
                            RestartPolicy.Mode.parse(restart).orElse(RestartPolicy.Mode.NO),
                            Optional.ofNullable(maxRetries),
                            Duration.parse(backoff)));
        }
    }

    /** @param probe its kind, then its arguments */
    private record StoredCheck(List<String> probe, String interval, String timeout, int retries, String startPeriod) {

        static StoredCheck of(Healthcheck check) {
            List<String> probe = switch (check.probe()) {
                case Probe.Tcp(int port) -> List.of("tcp", Integer.toString(port));
                case Probe.Http http ->
                    List.of("http", http.scheme().name(), Integer.toString(http.port()), http.path());
                case Probe.Console(String pattern) -> List.of("console", pattern);
                case Probe.Exec exec ->
                    Stream.concat(Stream.of("exec"), exec.command().stream()).toList();
            };
            return new StoredCheck(
                    probe,
                    check.interval().toString(),
                    check.timeout().toString(),
                    check.retries(),
                    check.startPeriod().toString());
        }

        Healthcheck check() {
            Probe what = switch (probe.getFirst()) {
                case "tcp" -> new Probe.Tcp(Integer.parseInt(probe.get(1)));
                case "http" ->
                    new Probe.Http(
                            Healthcheck.Scheme.valueOf(probe.get(1)), Integer.parseInt(probe.get(2)), probe.get(3));
                case "console" -> new Probe.Console(probe.get(1));
                case "exec" -> new Probe.Exec(probe.subList(1, probe.size()));
                default -> throw new IllegalArgumentException("no such probe: " + probe.getFirst());
            };
            return new Healthcheck(
                    what, Duration.parse(interval), Duration.parse(timeout), retries, Duration.parse(startPeriod));
        }
    }
}
