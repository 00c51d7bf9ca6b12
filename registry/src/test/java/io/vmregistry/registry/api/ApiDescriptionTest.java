package io.vmregistry.registry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.registry.api.route.ApiPaths;
import io.vmregistry.registry.api.route.Route;
import io.vmregistry.registry.api.v1.SeedPaths;
import io.vmregistry.registry.api.v2.DistributionPaths;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.blob.UploadId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ApiDescriptionTest {

    private static final RepositoryName NAME = new RepositoryName("alice/debian");
    private static final Digest DIGEST = Digest.of(new byte[] {1});

    /** One of each kind that a path can lead to. */
    private static final List<Route> ROUTES = List.of(
            new Route.Base(),
            new Route.Catalog(),
            new Route.Tags(NAME),
            new Route.Blob(NAME, DIGEST),
            new Route.Uploads(NAME),
            new Route.UploadSession(NAME, new UploadId(new UUID(1, 2))),
            new Route.Manifest(NAME, new Reference.ByTag(new Tag("latest"))),
            new Route.Referrers(NAME, DIGEST),
            new Route.Collection());

    private final Map<?, ?> document =
            (Map<?, ?>) new Load(LoadSettings.builder().build())
                    .loadFromString(new String(ApiDescription.read(), StandardCharsets.UTF_8));

    private Map<?, ?> at(String... path) {
        Map<?, ?> found = document;
        for (String name : path) {
            found = (Map<?, ?>) found.get(name);
        }
        return found;
    }

    @Test
    void hasEveryRouteWithItsMethodsAndNoOther() {
        assertThat(ROUTES.stream().map(Object::getClass).collect(Collectors.toSet()))
                .as("every kind of route but nowhere")
                .hasSize(Route.class.getPermittedSubclasses().length - 1);
        Map<String, Set<String>> served = new TreeMap<>();
        for (ApiPaths paths : List.of(new SeedPaths(), new DistributionPaths())) {
            for (Route route : ROUTES) {
                if (!paths.methods(route).isEmpty()) {
                    served.put(paths.template(route), new TreeSet<>(paths.methods(route)));
                }
            }
        }
        Map<String, Set<String>> described = new TreeMap<>();
        at("paths").forEach((path, operations) -> described.put(path.toString(), methods((Map<?, ?>) operations)));
        assertThat(described).isEqualTo(served);
    }

    private static Set<String> methods(Map<?, ?> operations) {
        return operations.keySet().stream()
                .map(key -> key.toString().toUpperCase(Locale.ROOT))
                .filter(key -> !key.equals("PARAMETERS"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What a template says is what the paths read. */
    @Test
    void itsPathsLeadToTheirRoutes() {
        for (ApiPaths paths : List.of(new SeedPaths(), new DistributionPaths())) {
            for (Route route : ROUTES) {
                if (!paths.methods(route).isEmpty()) {
                    String path = paths.template(route)
                            .replace("{name}", NAME.value())
                            .replace("{digest}", DIGEST.toString())
                            .replace("{reference}", "latest")
                            .replace("{id}", new UUID(1, 2).toString());
                    assertThat(paths.parse(path)).isEqualTo(route);
                }
            }
        }
    }

    @Test
    void hasEveryErrorCode() {
        assertThat((List<?>) at("components", "schemas", "ErrorCode").get("enum"))
                .map(Object::toString)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ErrorCode.values()).map(Enum::name).toList());
    }

    @Test
    void everyReferenceInItLeadsSomewhere() {
        Set<String> references = new TreeSet<>();
        collect(document, references);
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference ->
                        assertThat(at(reference.substring(2).split("/", -1))).isNotNull());
    }

    private static void collect(Object node, Set<String> references) {
        switch (node) {
            case Map<?, ?> map ->
                map.forEach((key, value) -> {
                    if (key.equals("$ref")) {
                        references.add(value.toString());
                    } else {
                        collect(value, references);
                    }
                });
            case List<?> list -> list.forEach(item -> collect(item, references));
            default -> {
                // a leaf
            }
        }
    }
}
