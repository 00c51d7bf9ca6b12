package io.vmregistry.registry.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.registry.api.ErrorCode;
import io.vmregistry.registry.api.route.ApiPathsContract;
import io.vmregistry.registry.api.route.Route;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionPathsTest extends ApiPathsContract {
    private static final Digest DIGEST = Digest.of(new byte[0]);

    private final DistributionPaths paths = new DistributionPaths();

    DistributionPathsTest() {
        super(new DistributionPaths());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "tags/list", "referrers", "a/referrers/b", "a/manifests/tags", "blobs/uploads"})
    void readsTagsAndReferrersWhateverARepositoryIsCalled(String name) {
        RepositoryName repository = new RepositoryName(name);
        assertThat(paths.parse("/v2/" + name + "/tags/list")).isEqualTo(new Route.Tags(repository));
        assertThat(paths.parse(paths.referrers(repository, DIGEST))).isEqualTo(new Route.Referrers(repository, DIGEST));
    }

    @Test
    void readsTheBaseAndTheCatalog() {
        assertThat(paths.parse("/v2/")).isEqualTo(new Route.Base());
        assertThat(paths.parse("/v2")).isEqualTo(new Route.Base());
        assertThat(paths.parse("/v2/_catalog")).isEqualTo(new Route.Catalog());
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/a/%2e%2e/b/tags/list, NAME_INVALID",
        "/v2/a%00/tags/list, NAME_INVALID",
        "/v2/_catalog/tags/list, NAME_INVALID",
        "/v2//tags/list, NAME_INVALID",
        "/v2/a/referrers/latest, DIGEST_INVALID",
        "/v2/a/referrers/, DIGEST_INVALID",
        "/v2/tags/list, UNSUPPORTED",
        "/v2/a/tags, UNSUPPORTED",
        "/v2/_catalog/, UNSUPPORTED",
        "/v2//, UNSUPPORTED",
        "/v2x, UNSUPPORTED",
        "/v1/a/manifests/x, UNSUPPORTED"
    })
    void refusesWhatIsNoListNorWhatOthersHave(String path, ErrorCode code) {
        assertRefuses(path, code);
    }
}
