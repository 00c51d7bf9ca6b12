package io.vmregistry.spec.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.yaml.Parsed;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComposeFileTest {

    private static final String PROJECT = """
            apiVersion: v1
            networks: {lab: {}, spare: {}}
            volumes: {data: {size: 1G}}
            services:
              web: {image: tiny, dependsOn: {api: {condition: started}}, networks: [{name: spare}]}
              api: {image: tiny, dependsOn: [db, cache]}
              db: {image: tiny, networks: [{name: lab}], volumes: [{name: data}]}
              cache: {image: tiny, profiles: [fast]}
              tool: {image: tiny, profiles: [debug], replicas: 2}
            """;

    private static ComposeFile parse(String text) {
        Parsed<ComposeFile> parsed = ComposeFiles.parse(SourceText.of("f", text));
        return parsed.value().orElseThrow(() -> new AssertionError(parsed.diagnostics()));
    }

    private static Set<String> names(Set<ServiceName> services) {
        return services.stream().map(ServiceName::value).collect(Collectors.toCollection(java.util.LinkedHashSet::new));
    }

    @Test
    void startsInLevels() {
        assertThat(parse(PROJECT).startLevels().toString()).isEqualTo("[[db, cache, tool], [api], [web]]");
    }

    @Test
    void selectsByProfileAndByNameWithAllDependencies() {
        ComposeFile file = parse(PROJECT);

        assertThat(names(file.selected(Set.of(), Set.of()))).containsExactly("web", "api", "db", "cache");
        assertThat(names(file.selected(Set.of("debug"), Set.of())))
                .containsExactly("web", "api", "db", "cache", "tool");
        assertThat(names(file.selected(Set.of(), Set.of(new ServiceName("api")))))
                .containsExactly("api", "db", "cache");
    }

    @Test
    void aReducedFileHasOnlyWhatItsServicesUse() {
        ComposeFile reduced = parse(PROJECT).reducedTo(Set.of(new ServiceName("db")));

        assertThat(reduced.networks()).containsOnlyKeys(new NetworkName("lab"));
        assertThat(reduced.volumes()).containsOnlyKeys(new VolumeName("data"));
        assertThat(reduced.services()).containsOnlyKeys(new ServiceName("db"));
    }

    @Test
    void replicasAreNumbered() {
        ComposeFile file = parse(PROJECT);

        assertThat(file.service(new ServiceName("tool")).orElseThrow().instanceNames())
                .containsExactly("tool-1", "tool-2");
        assertThat(file.service(new ServiceName("db")).orElseThrow().instanceNames())
                .containsExactly("db");
    }

    @Test
    void aLongChainOfDependenciesNeedsNoDeepStack() {
        String chain = IntStream.range(0, 20_000)
                .mapToObj(i -> "  s%d: {image: tiny, dependsOn: [s%d]}\n".formatted(i, (i + 1) % 20_000))
                .collect(Collectors.joining());
        Parsed<ComposeFile> parsed = ComposeFiles.parse(SourceText.of("f", "apiVersion: v1\nservices:\n" + chain));

        assertThat(parsed.diagnostics()).extracting(Diagnostic::code).containsExactly(Code.DEPENDENCY_CYCLE);
    }

    @Test
    void reportsEachKnotOnceByItsShortestCircle() {
        Parsed<ComposeFile> parsed = ComposeFiles.parse(SourceText.of("f", """
                apiVersion: v1
                services:
                  a: {image: t, dependsOn: [b, c]}
                  b: {image: t, dependsOn: [c]}
                  c: {image: t, dependsOn: [a]}
                  x: {image: t, dependsOn: [y, a]}
                  y: {image: t, dependsOn: [x]}
                """));

        assertThat(parsed.diagnostics())
                .extracting(Diagnostic::message)
                .containsExactly(
                        "services wait for each other: a -> c -> a", "services wait for each other: x -> y -> x");
    }

    @Test
    void foldersGiveProjectNames() {
        assertThat(ProjectName.from("My Project_1").map(ProjectName::value)).contains("myproject_1");
        assertThat(ProjectName.from("__x").map(ProjectName::value)).contains("x");
        assertThat(ProjectName.from("äöü")).isEmpty();
        assertThat(ProjectName.from("a".repeat(99)).map(ProjectName::value)).contains("a".repeat(63));
    }

    @Test
    void defaultsAreTheDocumentedOnes() {
        Service service = parse("apiVersion: v1\nservices: {a: {image: tiny, healthcheck: {tcp: 1}}}\n")
                .service(new ServiceName("a"))
                .orElseThrow();

        assertThat(service.healthcheck().orElseThrow())
                .isEqualTo(new Healthcheck(
                        new Healthcheck.Probe.Tcp(1),
                        java.time.Duration.ofSeconds(10),
                        java.time.Duration.ofSeconds(5),
                        3,
                        java.time.Duration.ofSeconds(60)));
        assertThat(service.restartPolicy()).isEqualTo(RestartPolicy.NEVER);
        assertThat(service.replicas()).isEqualTo(1);
        assertThat(service.cloudInit().isEmpty()).isTrue();
    }
}
