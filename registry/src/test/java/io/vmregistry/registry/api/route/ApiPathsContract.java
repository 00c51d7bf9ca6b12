package io.vmregistry.registry.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.registry.api.ErrorCode;
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

/** What holds for the paths of every version of the API. */
public abstract class ApiPathsContract {
    private static final Digest DIGEST = Digest.of(new byte[0]);
    private static final Digest LONG = Digest.from(
            Digest.Algorithm.SHA512, Digest.Algorithm.SHA512.newHash().digest());
    private static final UploadId UPLOAD = new UploadId(UUID.fromString("6b1b36cb-0d8a-4f55-8f57-5c7e19b5d111"));

    private final ApiPaths paths;

    protected ApiPathsContract(ApiPaths paths) {
        this.paths = paths;
    }

    private Route parse(String behindThePrefix) {
        return paths.parse(paths.prefix() + behindThePrefix);
    }

    /** Nothing is there, and the message can be written to a terminal. */
    protected final void assertRefuses(String path, ErrorCode code) {
        assertThat(paths.parse(path)).isInstanceOfSatisfying(Route.Nowhere.class, nowhere -> {
            assertThat(nowhere.error().code()).isEqualTo(code);
            assertThat(nowhere.error().message()).matches("[\\x20-\\x7e…]*");
        });
    }

    /** Names made of the API's own words: the end of the path decides, not the first word that looks like a route. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "alice/debian",
                "a/blobs/uploads",
                "blobs/uploads",
                "blobs",
                "a/blobs",
                "manifests",
                "a/manifests/b",
                "a/manifests/tags",
                "tags",
                "tags/list",
                "repositories",
                "referrers",
                "a/referrers/b",
                "admin/gc",
                "v1/v2",
                "a/b/c/d/e/f/g"
            })
    void readsEveryRouteOfARepositoryWhateverItIsCalled(String name) {
        RepositoryName repository = new RepositoryName(name);
        assertThat(parse(name + "/blobs/uploads")).isEqualTo(new Route.Uploads(repository));
        assertThat(parse(name + "/blobs/uploads/")).isEqualTo(new Route.Uploads(repository));
        for (String tag : new String[] {"latest", "tags", "list", "uploads", "gc"}) {
            assertThat(parse(name + "/manifests/" + tag))
                    .isEqualTo(new Route.Manifest(repository, new Reference.ByTag(new Tag(tag))));
        }
        assertThat(paths.parse(paths.upload(repository, UPLOAD)))
                .isEqualTo(new Route.UploadSession(repository, UPLOAD));
        for (Digest digest : new Digest[] {DIGEST, LONG}) {
            assertThat(paths.parse(paths.blob(repository, digest))).isEqualTo(new Route.Blob(repository, digest));
            assertThat(paths.parse(paths.manifest(repository, digest)))
                    .isEqualTo(new Route.Manifest(repository, new Reference.ByDigest(digest)));
        }
        assertThat(paths.parse(paths.tags(name))).isEqualTo(new Route.Tags(repository));
    }

    @Test
    void readsTheCatalog() {
        assertThat(paths.parse(paths.catalog())).isEqualTo(new Route.Catalog());
    }

    @Test
    void takesAnEncodedColonInADigest() {
        assertThat(parse("a/blobs/" + DIGEST.toString().replace(":", "%3A")))
                .isEqualTo(new Route.Blob(new RepositoryName("a"), DIGEST));
    }

    @ParameterizedTest
    @CsvSource({
        "a/../b/manifests/x, NAME_INVALID",
        "../b/manifests/x, NAME_INVALID",
        "a/./b/manifests/x, NAME_INVALID",
        "a/%2e%2e/b/manifests/x, NAME_INVALID",
        "a%2Fb/manifests/x, NAME_INVALID",
        "a%2f..%2fb/manifests/x, NAME_INVALID",
        "a%00/manifests/x, NAME_INVALID",
        "a%/manifests/x, NAME_INVALID",
        "a%zz/manifests/x, NAME_INVALID",
        "a%252e/manifests/x, NAME_INVALID",
        "/a/manifests/x, NAME_INVALID",
        "a//b/manifests/x, NAME_INVALID",
        "A/manifests/x, NAME_INVALID",
        "a\\b/manifests/x, NAME_INVALID",
        "_tags/manifests/x, NAME_INVALID",
        "a b/manifests/x, NAME_INVALID",
        "a%0d%0aX: y/manifests/x, NAME_INVALID",
        "ä/manifests/x, NAME_INVALID",
        "a/manifests/.., MANIFEST_INVALID",
        "a/manifests/%2e%2e, MANIFEST_INVALID",
        "a/manifests/x%2Fy, MANIFEST_INVALID",
        "a/manifests/.x, MANIFEST_INVALID",
        "a/manifests/sha256:00, MANIFEST_INVALID",
        "a/manifests/sha256:baddigeststring, MANIFEST_INVALID",
        "a/manifests/, MANIFEST_INVALID",
        "a/blobs/sha256:00, DIGEST_INVALID",
        "a/blobs/md5:d41d8cd98f00b204e9800998ecf8427e, DIGEST_INVALID",
        "a/blobs/, DIGEST_INVALID",
        "a/blobs/.., DIGEST_INVALID",
        "a/blobs/uploads/.., BLOB_UPLOAD_UNKNOWN",
        "a/blobs/uploads/6B1B36CB-0D8A-4F55-8F57-5C7E19B5D111, BLOB_UPLOAD_UNKNOWN",
        "a/blobs/uploads/1-1-1-1-1, BLOB_UPLOAD_UNKNOWN",
        "manifests/x, UNSUPPORTED",
        "blobs/uploads, UNSUPPORTED",
        "a, UNSUPPORTED"
    })
    void refusesEverythingElse(String behindThePrefix, ErrorCode code) {
        assertRefuses(paths.prefix() + behindThePrefix, code);
    }

    @Test
    void countsCharacters() {
        String longest = "a".repeat(RepositoryName.MAX_LENGTH);
        assertThat(paths.parse(paths.tags(longest))).isInstanceOf(Route.Tags.class);
        assertThat(paths.parse(paths.tags(longest + "a"))).isInstanceOf(Route.Nowhere.class);
        assertThat(parse("a/manifests/" + "t".repeat(128))).isInstanceOf(Route.Manifest.class);
        assertThat(parse("a/manifests/" + "t".repeat(129))).isInstanceOf(Route.Nowhere.class);
    }
}
