package io.vmregistry.registry.api.v1;

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

class SeedPathsTest {
    private static final Digest DIGEST = Digest.of(new byte[0]);
    private static final UUID UPLOAD = UUID.fromString("6b1b36cb-0d8a-4f55-8f57-5c7e19b5d111");

    /** Names made of the API's own words: the end of the path decides, not the first word that looks like a route. */
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
                "repositories",
                "a/manifests/b",
                "v1/v2",
                "tags/list",
                "a/b/c/d/e/f/g"
            })
    void readsEveryRouteOfARepositoryWhateverItIsCalled(String name) {
        RepositoryName repository = new RepositoryName(name);
        String at = "/v1/" + name;
        assertThat(new SeedPaths().parse(at + "/blobs/" + DIGEST)).isEqualTo(new Route.Blob(repository, DIGEST));
        assertThat(new SeedPaths().parse(at + "/blobs/uploads")).isEqualTo(new Route.Uploads(repository));
        assertThat(new SeedPaths().parse(at + "/blobs/uploads/")).isEqualTo(new Route.Uploads(repository));
        assertThat(new SeedPaths().parse(at + "/blobs/uploads/" + UPLOAD))
                .isEqualTo(new Route.UploadSession(repository, new UploadId(UPLOAD)));
        assertThat(new SeedPaths().parse(at + "/manifests/latest"))
                .isEqualTo(new Route.Manifest(repository, new Reference.ByTag(Tag.LATEST)));
        assertThat(new SeedPaths().parse(at + "/manifests/tags"))
                .isEqualTo(new Route.Manifest(repository, new Reference.ByTag(new Tag("tags"))));
        assertThat(new SeedPaths().parse(at + "/manifests/" + DIGEST))
                .isEqualTo(new Route.Manifest(repository, new Reference.ByDigest(DIGEST)));
    }

    @Test
    void listsTagsAndRepositories() {
        assertThat(new SeedPaths().parse("/v1/repositories")).isEqualTo(new Route.Catalog());
        assertThat(new SeedPaths().parse("/v1/a/b/tags")).isEqualTo(new Route.Tags(new RepositoryName("a/b")));
        assertThat(new SeedPaths().parse("/v1/tags/tags")).isEqualTo(new Route.Tags(new RepositoryName("tags")));
        assertThat(new SeedPaths().parse("/v1/repositories/tags"))
                .isEqualTo(new Route.Tags(new RepositoryName("repositories")));
    }

    @Test
    void takesAnEncodedColonInADigest() {
        assertThat(new SeedPaths().parse("/v1/a/blobs/" + DIGEST.toString().replace(":", "%3A")))
                .isEqualTo(new Route.Blob(new RepositoryName("a"), DIGEST));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/a/../b/manifests/x, NAME_INVALID",
        "/v1/../b/manifests/x, NAME_INVALID",
        "/v1/a/./b/manifests/x, NAME_INVALID",
        "/v1/a/%2e%2e/b/manifests/x, NAME_INVALID",
        "/v1/a%2Fb/manifests/x, NAME_INVALID",
        "/v1/a%2f..%2fb/manifests/x, NAME_INVALID",
        "/v1/a%00/manifests/x, NAME_INVALID",
        "/v1/a%/manifests/x, NAME_INVALID",
        "/v1/a%zz/manifests/x, NAME_INVALID",
        "/v1/a%252e/manifests/x, NAME_INVALID",
        "/v1//a/manifests/x, NAME_INVALID",
        "/v1/a//b/manifests/x, NAME_INVALID",
        "/v1/A/manifests/x, NAME_INVALID",
        "/v1/a\\b/manifests/x, NAME_INVALID",
        "/v1/_tags/manifests/x, NAME_INVALID",
        "/v1/a b/manifests/x, NAME_INVALID",
        "/v1/a%0d%0aX: y/manifests/x, NAME_INVALID",
        "/v1/ä/manifests/x, NAME_INVALID",
        "/v1/a/manifests/.., MANIFEST_INVALID",
        "/v1/a/manifests/%2e%2e, MANIFEST_INVALID",
        "/v1/a/manifests/x%2Fy, MANIFEST_INVALID",
        "/v1/a/manifests/.x, MANIFEST_INVALID",
        "/v1/a/manifests/sha256:00, MANIFEST_INVALID",
        "/v1/a/manifests/, MANIFEST_INVALID",
        "/v1/a/blobs/sha256:00, DIGEST_INVALID",
        "/v1/a/blobs/md5:d41d8cd98f00b204e9800998ecf8427e, DIGEST_INVALID",
        "/v1/a/blobs/, DIGEST_INVALID",
        "/v1/a/blobs/.., DIGEST_INVALID",
        "/v1/a/blobs/uploads/.., BLOB_UPLOAD_UNKNOWN",
        "/v1/a/blobs/uploads/6B1B36CB-0D8A-4F55-8F57-5C7E19B5D111, BLOB_UPLOAD_UNKNOWN",
        "/v1/a/blobs/uploads/1-1-1-1-1, BLOB_UPLOAD_UNKNOWN",
        "/v1/manifests/x, UNSUPPORTED",
        "/v1/blobs/uploads, UNSUPPORTED",
        "/v1/a, UNSUPPORTED",
        "/v1/, UNSUPPORTED",
        "/v1, UNSUPPORTED",
        "/v2/a/manifests/x, UNSUPPORTED",
        "/x/../v1/repositories, UNSUPPORTED"
    })
    void refusesEverythingElse(String path, ErrorCode code) {
        assertThat(new SeedPaths().parse(path)).isInstanceOfSatisfying(Route.Nowhere.class, nowhere -> {
            assertThat(nowhere.error().code()).isEqualTo(code);
            assertThat(nowhere.error().message()).matches("[\\x20-\\x7e…]*");
        });
    }

    @Test
    void countsCharacters() {
        String longest = "a".repeat(255);
        assertThat(new SeedPaths().parse("/v1/" + longest + "/tags")).isInstanceOf(Route.Tags.class);
        assertThat(new SeedPaths().parse("/v1/" + longest + "a/tags")).isInstanceOf(Route.Nowhere.class);
        assertThat(new SeedPaths().parse("/v1/a/manifests/" + "t".repeat(128))).isInstanceOf(Route.Manifest.class);
        assertThat(new SeedPaths().parse("/v1/a/manifests/" + "t".repeat(129))).isInstanceOf(Route.Nowhere.class);
    }
}
