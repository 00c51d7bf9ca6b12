package io.vmregistry.registry.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.registry.api.ErrorCode;
import io.vmregistry.registry.api.route.ApiPathsContract;
import io.vmregistry.registry.api.route.Route;
import io.vmregistry.spec.reference.RepositoryName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedPathsTest extends ApiPathsContract {
    private final SeedPaths paths = new SeedPaths();

    SeedPathsTest() {
        super(new SeedPaths());
    }

    @Test
    void listsTagsAndRepositories() {
        assertThat(paths.parse("/v1/repositories")).isEqualTo(new Route.Catalog());
        assertThat(paths.parse("/v1/a/b/tags")).isEqualTo(new Route.Tags(new RepositoryName("a/b")));
        assertThat(paths.parse("/v1/tags/tags")).isEqualTo(new Route.Tags(new RepositoryName("tags")));
        assertThat(paths.parse("/v1/repositories/tags")).isEqualTo(new Route.Tags(new RepositoryName("repositories")));
    }

    @Test
    void collectsGarbage() {
        assertThat(paths.parse("/v1/admin/gc")).isEqualTo(new Route.Collection());
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/, UNSUPPORTED",
        "/v1, UNSUPPORTED",
        "/v2/a/manifests/x, UNSUPPORTED",
        "/x/../v1/repositories, UNSUPPORTED"
    })
    void refusesWhatOthersHave(String path, ErrorCode code) {
        assertRefuses(path, code);
    }
}
