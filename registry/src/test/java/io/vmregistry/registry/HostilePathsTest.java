package io.vmregistry.registry;

import static io.vmregistry.registry.Content.CONFIG;
import static io.vmregistry.registry.Content.blob;
import static io.vmregistry.registry.Content.pushBlob;
import static io.vmregistry.registry.Content.pushImage;
import static io.vmregistry.registry.RawHttp.answer;
import static io.vmregistry.registry.RawHttp.assertRefused;
import static io.vmregistry.registry.RawHttp.request;
import static io.vmregistry.registry.RawHttp.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vmregistry.spec.reference.Digest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, queries and methods that an attacker sends: refused as his fault, and never a way out of the store. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
@Timeout(180)
class HostilePathsTest {

    private static final String DIGEST = Digest.of(CONFIG).toString();

    @TestHTTPResource
    URI server;

    @ConfigProperty(name = "test.store")
    Path store;

    @AfterEach
    void nothingIsWrittenOutsideTheStore() throws IOException {
        RegistryFixture.assertNothingElseIn(store);
    }

    private static final List<String> NAMES = List.of(
            "..",
            "a/..",
            "../../etc",
            "a/./b",
            "%2e%2e",
            "%2e%2e%2f%2e%2e",
            "a%2fb",
            "a%2f..%2fb",
            "a%5c..%5cb",
            "%252e%252e",
            "%c0%ae%c0%ae",
            "%e0%80%ae",
            "%ff",
            "%u002e",
            "a%00",
            "%00",
            "a%0d%0aX:y",
            "A",
            "ä",
            "a b",
            "a//b",
            "/a",
            "a/",
            "_tags",
            "_manifests/sha256",
            "a/_blobs/b",
            ".hidden",
            "a;b",
            "a\\..\\b",
            "~",
            "*",
            "a*",
            "-",
            "a--/b-",
            "x".repeat(256),
            "x/".repeat(128) + "x",
            "%",
            "%zz",
            "%2");

    @Test
    void namesThatAreNone() throws IOException {
        for (String name : NAMES) {
            for (String version : List.of("/v1/", "/v2/")) {
                String at = version + name;
                assertRefused(server, request("GET", at + "/manifests/latest"));
                assertRefused(server, request("PUT", at + "/manifests/latest", "Content-Length: 0"));
                assertRefused(server, request("GET", at + "/blobs/" + DIGEST));
                assertRefused(server, request("POST", at + "/blobs/uploads/?digest=" + DIGEST, "Content-Length: 0"));
                assertRefused(server, request("GET", at + (version.equals("/v1/") ? "/tags" : "/tags/list")));
                assertRefused(server, request("GET", at + "/referrers/" + DIGEST));
                assertRefused(server, request("DELETE", at + "/blobs/" + DIGEST));
            }
        }
    }

    @Test
    void referencesDigestsAndUploadsThatAreNone() throws IOException {
        for (String last : List.of(
                "..",
                ".",
                "%2e%2e",
                "..%2f..%2fmanifest.json",
                "%00",
                "latest%00",
                "-x",
                "x".repeat(129),
                "sha256:" + "0".repeat(63),
                "sha256:" + "0".repeat(65),
                "sha256:" + "A".repeat(64),
                "sha256:../../" + "0".repeat(58),
                "sha512:" + "0".repeat(64),
                "md5:d41d8cd98f00b204e9800998ecf8427e",
                "sha256%3a",
                "sha256",
                ":",
                "@" + DIGEST,
                "%ff%fe",
                "a%2Fb")) {
            for (String at : List.of("/v1/alice/a/", "/v2/alice/a/")) {
                for (String kind : List.of("manifests/", "blobs/", "referrers/", "blobs/uploads/")) {
                    assertRefused(server, request("GET", at + kind + last));
                    assertRefused(server, request("DELETE", at + kind + last));
                    assertRefused(server, request("PUT", at + kind + last, "Content-Length: 0"));
                }
                assertRefused(server, request("PATCH", at + "blobs/uploads/" + last, "Content-Length: 0"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n=2147483648",
                "n=9223372036854775808",
                "n=-1",
                "n=1e3",
                "n=0x10",
                "n=%00",
                "n=%zz",
                "n=1&last=%zz",
                "n=%31%",
                "last=%"
            })
    void pagesThatAreNone(String query) throws IOException {
        pushImage("alice/paged", "latest", "paged");
        for (String list :
                List.of("/v1/repositories", "/v1/alice/paged/tags", "/v2/_catalog", "/v2/alice/paged/tags/list")) {
            assertRefused(server, request("GET", list + "?" + query));
        }
    }

    @Test
    void placesInListsThatAreNone() throws IOException {
        pushImage("alice/paged", "latest", "paged");
        for (String last :
                List.of("..", "%00", "../../x", "%ff", "x".repeat(1000), "a%2f..%2fb", "_tags/", "%0d%0aX:y")) {
            for (String list : List.of(
                    "/v1/repositories",
                    "/v1/alice/paged/tags",
                    "/v2/_catalog",
                    "/v2/alice/paged/tags/list",
                    "/v2/alice/paged/referrers/" + DIGEST)) {
                String answer = answer(server, request("GET", list + "?n=5&last=" + last));
                assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotContain("\nX:y");
            }
        }
    }

    @Test
    void headersAndTargetsWithoutEnd() throws IOException {
        pushBlob("alice/hostile", CONFIG);
        assertRefused(server, request("GET", "/v2/alice/hostile/manifests/latest", "X: " + "x".repeat(100_000)));
        assertRefused(server, request("GET", "/v2/" + "a/".repeat(50_000) + "manifests/latest"));
        assertRefused(server, request("GET", "/v2/_catalog?last=" + "x".repeat(100_000)));
        String blob = "/v2/alice/hostile/blobs/" + DIGEST;
        assertThat(send(server, request("GET", blob, "Range: bytes=" + "0-0,".repeat(1000) + "0-0")))
                .contains(200);
        assertThat(send(server, request("GET", blob, "If-None-Match: " + "\"a\",".repeat(1000) + "\"a\"")))
                .contains(200);
    }

    @Test
    void methodsThatAreNone() throws IOException {
        for (String method : List.of("TRACE", "FOO", "OPTIONS", "PROPFIND", "get")) {
            assertRefused(server, request(method, "/v2/alice/hostile/manifests/latest"));
            assertRefused(server, request(method, "/v1/alice/hostile/manifests/latest"));
        }
    }
}
