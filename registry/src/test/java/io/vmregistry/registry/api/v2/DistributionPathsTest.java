package io.vmregistry.registry.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.registry.api.ErrorCode;
import io.vmregistry.registry.api.route.Route;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.blob.UploadId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionPathsTest {
    private static final Digest DIGEST = Digest.of(new byte[0]);
    private static final Digest LONG = Digest.from(
            Digest.Algorithm.SHA512, Digest.Algorithm.SHA512.newHash().digest());
    private static final UploadId UPLOAD = new UploadId(UUID.fromString("6b1b36cb-0d8a-4f55-8f57-5c7e19b5d111"));

    private final DistributionPaths paths = new DistributionPaths();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "alice/debian",
                "a/blobs/uploads",
                "blobs/uploads",
                "blobs",
                "manifests",
                "tags",
                "tags/list",
                "a/manifests/tags",
                "referrers",
                "a/referrers/b",
                "v1/v2"
            })
    void readsEveryRouteOfARepositoryWhateverItIsCalled(String name) {
        RepositoryName repository = new RepositoryName(name);
        String at = "/v2/" + name;
        assertThat(paths.parse(at + "/tags/list")).isEqualTo(new Route.Tags(repository));
        assertThat(paths.parse(at + "/blobs/uploads")).isEqualTo(new Route.Uploads(repository));
        assertThat(paths.parse(at + "/blobs/uploads/")).isEqualTo(new Route.Uploads(repository));
        assertThat(paths.parse(at + "/manifests/list"))
                .isEqualTo(new Route.Manifest(repository, new Reference.ByTag(new Tag("list"))));
        assertThat(paths.parse(at + "/manifests/uploads"))
                .isEqualTo(new Route.Manifest(repository, new Reference.ByTag(new Tag("uploads"))));
        assertThat(paths.parse(paths.blob(repository, LONG))).isEqualTo(new Route.Blob(repository, LONG));
        assertThat(paths.parse(paths.upload(repository, UPLOAD)))
                .isEqualTo(new Route.UploadSession(repository, UPLOAD));
        assertThat(paths.parse(paths.manifest(repository, DIGEST)))
                .isEqualTo(new Route.Manifest(repository, new Reference.ByDigest(DIGEST)));
        assertThat(paths.parse(paths.referrers(repository, DIGEST))).isEqualTo(new Route.Referrers(repository, DIGEST));
        assertThat(paths.parse(paths.tags(repository.value()))).isEqualTo(new Route.Tags(repository));
    }

    @Test
    void readsTheBaseAndTheCatalog() {
        assertThat(paths.parse("/v2/")).isEqualTo(new Route.Base());
        assertThat(paths.parse("/v2")).isEqualTo(new Route.Base());
        assertThat(paths.parse(paths.catalog())).isEqualTo(new Route.Catalog());
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/a/../b/manifests/x, NAME_INVALID",
        "/v2/a/%2e%2e/b/tags/list, NAME_INVALID",
        "/v2/a%2Fb/manifests/x, NAME_INVALID",
        "/v2/a%00/tags/list, NAME_INVALID",
        "/v2/a%/manifests/x, NAME_INVALID",
        "/v2/_catalog/tags/list, NAME_INVALID",
        "/v2//tags/list, NAME_INVALID",
        "/v2/a/manifests/%2e%2e, MANIFEST_INVALID",
        "/v2/a/manifests/sha256:baddigeststring, MANIFEST_INVALID",
        "/v2/a/referrers/latest, DIGEST_INVALID",
        "/v2/a/referrers/, DIGEST_INVALID",
        "/v2/a/blobs/.., DIGEST_INVALID",
        "/v2/a/blobs/uploads/.., BLOB_UPLOAD_UNKNOWN",
        "/v2/tags/list, UNSUPPORTED",
        "/v2/a/tags, UNSUPPORTED",
        "/v2/_catalog/, UNSUPPORTED",
        "/v2//, UNSUPPORTED",
        "/v2x, UNSUPPORTED",
        "/v1/a/manifests/x, UNSUPPORTED"
    })
    void refusesEverythingElse(String path, ErrorCode code) {
        assertThat(paths.parse(path)).isInstanceOfSatisfying(Route.Nowhere.class, nowhere -> {
            assertThat(nowhere.error().code()).isEqualTo(code);
            assertThat(nowhere.error().message()).matches("[\\x20-\\x7e…]*");
        });
    }
}
