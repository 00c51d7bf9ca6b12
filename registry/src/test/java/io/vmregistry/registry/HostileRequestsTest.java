package io.vmregistry.registry;

import static io.vmregistry.registry.Content.CONFIG;
import static io.vmregistry.registry.Content.MANIFEST;
import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.as;
import static io.vmregistry.registry.Content.beginUpload;
import static io.vmregistry.registry.Content.bytes;
import static io.vmregistry.registry.Content.descriptor;
import static io.vmregistry.registry.Content.image;
import static io.vmregistry.registry.Content.pushBlob;
import static io.vmregistry.registry.Content.pushImage;
import static io.vmregistry.registry.Content.random;
import static io.vmregistry.registry.Content.repository;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vmregistry.registry.access.TestTokens;
import io.vmregistry.spec.reference.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an attacker sends. Whatever it is, the answer is the client's fault (4xx), it comes, nothing is written outside the
 * store, and nobody gets another repository's bytes.
 */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
@Timeout(180)
class HostileRequestsTest {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}) ");

    /** A request that cannot be read to its end may also be answered by closing the connection. */
    private static final int CLOSED = 400;

    private static final int PATIENCE_MILLIS = 120_000;
    private static final String ANYTHING = TestTokens.scoped("alice", "*", "*");
    private static final String DIGEST = Digest.of(CONFIG).toString();

    @TestHTTPResource
    URI server;

    @ConfigProperty(name = "test.store")
    Path store;

    /** Beside the store there are the key that tokens are verified with, and nothing else. */
    @AfterEach
    void nothingIsWrittenOutsideTheStore() throws IOException {
        try (Stream<Path> beside = Files.list(store.getParent())) {
            assertThat(beside.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("storage", "auth.pub");
        }
        try (Stream<Path> within = Files.list(store)) {
            assertThat(within.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("blobs", "uploads", "manifests", "repositories", "temporary", "locks");
        }
    }

    /** The answer's status. A connection that is closed without an answer has none, and fails whoever wants one. */
    private Optional<Integer> send(byte[] request) throws IOException {
        return status(answer(request, false));
    }

    private static Optional<Integer> status(String answer) {
        Matcher status = STATUS.matcher(answer);
        return status.lookingAt() ? Optional.of(Integer.parseInt(status.group(1))) : Optional.empty();
    }

    /** Everything that comes until the server closes the connection, as every request here asks it to. */
    private String answer(byte[] request, boolean hangUp) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(request);
                if (hangUp) {
                    socket.shutdownOutput();
                }
                socket.getInputStream().transferTo(answer);
            } catch (SocketException closedEarly) {
                assertThat(closedEarly).hasMessageMatching("(?s).*(reset|pipe|closed).*");
            }
            return answer.toString(ISO_8859_1);
        }
    }

    private static byte[] request(String method, String target, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        head.append("Connection: close\r\nAuthorization: Bearer ")
                .append(ANYTHING)
                .append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(UTF_8);
    }

    private static byte[] join(byte[] head, byte[] body) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head);
        whole.writeBytes(body);
        return whole.toByteArray();
    }

    private void assertRefused(byte[] request) throws IOException {
        String answer = answer(request, false);
        assertThat(status(answer).orElse(0))
                .as(new String(request, ISO_8859_1).lines().findFirst().orElse("") + " was answered " + answer)
                .isBetween(400, 499);
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
                assertRefused(request("GET", at + "/manifests/latest"));
                assertRefused(request("PUT", at + "/manifests/latest", "Content-Length: 0"));
                assertRefused(request("GET", at + "/blobs/" + DIGEST));
                assertRefused(request("POST", at + "/blobs/uploads/?digest=" + DIGEST, "Content-Length: 0"));
                assertRefused(request("GET", at + (version.equals("/v1/") ? "/tags" : "/tags/list")));
                assertRefused(request("GET", at + "/referrers/" + DIGEST));
                assertRefused(request("DELETE", at + "/blobs/" + DIGEST));
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
                    assertRefused(request("GET", at + kind + last));
                    assertRefused(request("DELETE", at + kind + last));
                    assertRefused(request("PUT", at + kind + last, "Content-Length: 0"));
                }
                assertRefused(request("PATCH", at + "blobs/uploads/" + last, "Content-Length: 0"));
            }
        }
    }

    @Test
    void anotherRepositorysBytesStayThere() {
        String secret = repository();
        byte[] content = random(40, 100);
        Digest blob = pushBlob(secret, content);
        Digest manifest = pushImage(secret, "latest", "secret");
        String upload = beginUpload(secret);
        String bob = TestTokens.scoped("bob", "bob/*", "*");
        byte[] naming = bytes(image().put(
                        "layers",
                        new io.vertx.core.json.JsonArray().add(descriptor("application/octet-stream", content))));
        as(bob).body(CONFIG)
                .post("/v2/bob/b/blobs/uploads/?digest=" + DIGEST)
                .then()
                .statusCode(201);
        for (String version : List.of("/v1/", "/v2/")) {
            as(bob).get(version + secret + "/blobs/" + blob).then().statusCode(401);
            as(bob).get(version + "bob/b/blobs/" + blob).then().statusCode(404);
            as(bob).head(version + "bob/b/blobs/" + blob).then().statusCode(404);
            as(bob).header("Range", "bytes=0-0")
                    .get(version + "bob/b/blobs/" + blob)
                    .then()
                    .statusCode(404);
            as(bob).header("If-None-Match", "\"" + blob + "\"")
                    .get(version + "bob/b/blobs/" + blob)
                    .then()
                    .statusCode(404);
            as(bob).get(version + "bob/b/manifests/" + manifest).then().statusCode(404);
            as(bob).delete(version + "bob/b/blobs/" + blob).then().statusCode(404);
            as(bob).delete(version + "bob/b/manifests/" + manifest).then().statusCode(404);
            as(bob).contentType(MANIFEST)
                    .body(naming)
                    .put(version + "bob/b/manifests/steal")
                    .then()
                    .statusCode(400);
            String theirs = upload.replace("/v2/" + secret, version + "bob/b");
            as(bob).get(theirs).then().statusCode(404);
            as(bob).body(new byte[1]).patch(theirs).then().statusCode(404);
            as(bob).put(theirs + "?digest=" + Digest.of(new byte[0])).then().statusCode(404);
            as(bob).delete(theirs).then().statusCode(404);
        }
        alice().get("/v2/" + secret + "/blobs/" + blob).then().statusCode(200);
        alice().get("/v2/" + secret + "/manifests/latest").then().statusCode(200);
        alice().get(upload).then().statusCode(204);
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
            assertRefused(request("GET", list + "?" + query));
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
                String answer = answer(request("GET", list + "?n=5&last=" + last), false);
                assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotContain("\nX:y");
            }
        }
    }

    private Optional<Integer> putManifest(byte[] content) throws IOException {
        return send(join(
                request(
                        "PUT",
                        "/v2/alice/hostile/manifests/x",
                        "Content-Type: " + MANIFEST,
                        "Content-Length: " + content.length),
                content));
    }

    @Test
    void documentsThatAreNoManifests() throws IOException {
        pushBlob("alice/hostile", CONFIG);
        String open = "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",";
        for (String bad : List.of(
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000),
                open + "\"layers\":" + "[".repeat(100_000),
                open + "\"annotations\":" + "{\"a\":".repeat(100_000),
                open + "\"layers\":[]",
                open + "\"layers\":{}}",
                open + "\"layers\":[null]}",
                open + "\"config\":null,\"layers\":[]}",
                open + "\"config\":{\"digest\":\"" + DIGEST + "\",\"size\":1e999},\"layers\":[]}",
                open + "\"config\":{\"digest\":\"" + DIGEST + "\",\"size\":99999999999999999999},\"layers\":[]}",
                open + "\"config\":{\"digest\":\"" + DIGEST + "\",\"size\":-2},\"layers\":[]}",
                open + "\"config\":{\"digest\":\"sha256:../../../x\",\"size\":2},\"layers\":[]}",
                open + "\"config\":{\"digest\":[],\"size\":2},\"layers\":[]}",
                open + "\"layers\":[],\"subject\":{\"digest\":\"../..\",\"size\":1}}",
                "{\"schemaVersion\":" + "9".repeat(100_000) + "}",
                "{\"schemaVersion\":2,\"mediaType\":\"" + "x".repeat(100_000) + "\",\"layers\":[]}",
                "\u0000",
                "\ufeff{}",
                "")) {
            assertThat(putManifest(bad.getBytes(UTF_8))).contains(400);
        }
        byte[] invalid = open.getBytes(ISO_8859_1);
        invalid[invalid.length - 2] = (byte) 0xff;
        assertThat(putManifest(invalid)).contains(400);
    }

    /** Each is named once; ten thousands of times the same one are looked up once. */
    @Test
    void tensOfThousandsOfLayers() throws IOException {
        pushBlob("alice/hostile", CONFIG);
        String layer = "{\"digest\":\"" + DIGEST + "\",\"size\":2}";
        String open = "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":" + layer + ",\"layers\":[";
        String same = open + (layer + ",").repeat(40_000) + layer + "]}";
        assertThat(putManifest(same.getBytes(UTF_8))).contains(201);
        StringBuilder different = new StringBuilder(open);
        for (int i = 0; i < 40_000; i++) {
            different
                    .append("{\"digest\":\"sha256:")
                    .append("%064x".formatted(i))
                    .append("\",\"size\":2},");
        }
        assertThat(putManifest(different.append(layer).append("]}").toString().getBytes(UTF_8)))
                .contains(400);
        String tooMany = open + (layer + ",").repeat(100_000) + layer + "]}";
        Optional<Integer> refused = putManifest(tooMany.getBytes(UTF_8));
        assertThat(refused).contains(413);
    }

    @Test
    void annotationBombs() throws IOException {
        pushBlob("alice/hostile", CONFIG);
        JsonObject annotations = new JsonObject();
        for (int i = 0; i < 100_000; i++) {
            annotations.put("a" + i, "");
        }
        JsonObject subject = descriptor(MANIFEST, random(41, 7));
        byte[] bomb = bytes(image().put("annotations", annotations).put("subject", subject));
        assertThat(putManifest(bomb)).contains(201);
        JsonObject index = new JsonObject(alice().get("/v2/alice/hostile/referrers/" + subject.getString("digest"))
                .then()
                .statusCode(200)
                .extract()
                .asString());
        assertThat(index.getJsonArray("manifests").getJsonObject(0).getJsonObject("annotations"))
                .hasSize(100_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: -1",
                "Content-Length: +5",
                "Content-Length: 0x5",
                "Content-Length: 5, 6",
                "Content-Length: 99999999999999999999",
                "Content-Length: five",
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: xchunked"
            })
    void lengthsThatLie(String header) throws IOException {
        for (String target : List.of(
                "PUT /v1/alice/hostile/blobs/" + DIGEST,
                "POST /v2/alice/hostile/blobs/uploads/?digest=" + DIGEST,
                "PUT /v2/alice/hostile/manifests/x")) {
            String[] parts = target.split(" ", 2);
            byte[] request = join(request(parts[0], parts[1], header), "hello\r\n\r\n".getBytes(UTF_8));
            Optional<Integer> status = send(request);
            assertThat(status.orElse(CLOSED)).as(target).isBetween(400, 499);
        }
    }

    /** More is announced than comes: there is nobody left to answer, and nothing is kept. */
    @Test
    void lessThanWasAnnounced() throws IOException {
        byte[] content = random(42, 50);
        Digest digest = Digest.of(content);
        for (String target : List.of(
                "PUT /v1/alice/short/blobs/" + digest, "POST /v2/alice/short/blobs/uploads/?digest=" + digest)) {
            String[] parts = target.split(" ", 2);
            Optional<Integer> status =
                    status(answer(join(request(parts[0], parts[1], "Content-Length: 100"), content), true));
            assertThat(status.orElse(CLOSED)).isBetween(400, 499);
        }
        alice().get("/v2/alice/short/blobs/" + digest).then().statusCode(404);
    }

    /** What stands behind the announced body is not part of it. */
    @Test
    void moreThanWasAnnounced() throws IOException {
        byte[] content = random(43, 50);
        Digest half = Digest.of(java.util.Arrays.copyOf(content, 25));
        Optional<Integer> status = send(
                join(request("POST", "/v2/alice/long/blobs/uploads/?digest=" + half, "Content-Length: 25"), content));
        assertThat(status).contains(201);
        assertThat(alice().get("/v2/alice/long/blobs/" + half).asByteArray()).hasSize(25);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775807-9223372036854775808",
                "0-9223372036854775807",
                "0-18446744073709551615",
                "5-0",
                "-5",
                "0--1",
                "bytes",
                "bytes 0-4/3",
                "0-4,5-9",
                "0x0-0x4",
                "%00"
            })
    void rangesThatAreNone(String range) throws IOException {
        for (String version : List.of("/v1/", "/v2/")) {
            String location = beginUpload("alice/hostile").replace("/v2/", version);
            assertRefused(join(
                    request("PATCH", location, "Content-Range: " + range, "Content-Length: 3"), "abc".getBytes(UTF_8)));
            alice().get(location).then().statusCode(204).header("Upload-Offset", "0");
        }
    }

    @Test
    void twoTokensAreNone() throws IOException {
        pushImage("alice/hostile", "latest", "hostile");
        for (String target :
                List.of("/v1/alice/hostile/manifests/latest", "/v2/alice/hostile/manifests/latest", "/v2/")) {
            for (String second : List.of("Bearer " + ANYTHING, "Bearer x", "Basic YTpi", "")) {
                assertThat(send(request("GET", target, "Authorization: " + second)))
                        .contains(401);
            }
        }
    }

    @Test
    void headersAndTargetsWithoutEnd() throws IOException {
        pushBlob("alice/hostile", CONFIG);
        assertRefused(request("GET", "/v2/alice/hostile/manifests/latest", "X: " + "x".repeat(100_000)));
        assertRefused(request("GET", "/v2/" + "a/".repeat(50_000) + "manifests/latest"));
        assertRefused(request("GET", "/v2/_catalog?last=" + "x".repeat(100_000)));
        String blob = "/v2/alice/hostile/blobs/" + DIGEST;
        assertThat(send(request("GET", blob, "Range: bytes=" + "0-0,".repeat(1000) + "0-0")))
                .contains(200);
        assertThat(send(request("GET", blob, "If-None-Match: " + "\"a\",".repeat(1000) + "\"a\"")))
                .contains(200);
    }

    @Test
    void methodsThatAreNone() throws IOException {
        for (String method : List.of("TRACE", "FOO", "OPTIONS", "PROPFIND", "get")) {
            assertRefused(request(method, "/v2/alice/hostile/manifests/latest"));
            assertRefused(request(method, "/v1/alice/hostile/manifests/latest"));
        }
    }

    @Test
    void manifestsThatAreFollowedBySomethingElse() {
        String repository = repository();
        pushBlob(repository, CONFIG);
        String manifest = new String(bytes(image()), UTF_8);
        for (String more : List.of("{}", "garbage", "]")) {
            alice().contentType(MANIFEST)
                    .body((manifest + more).getBytes(UTF_8))
                    .put("/v2/" + repository + "/manifests/latest")
                    .then()
                    .statusCode(400)
                    .body("errors[0].code", equalTo("MANIFEST_INVALID"));
        }
    }

    /** The size of a chunked body is known when it has come. Nothing beyond its range is kept, and the upload goes on. */
    @Test
    void chunkedBodiesOfAnotherSizeThanTheirRange() throws IOException {
        String repository = repository();
        String location = beginUpload(repository);
        byte[] chunked = "3\r\nabc\r\n0\r\n\r\n".getBytes(UTF_8);
        for (String[] rangeAndOffset : new String[][] {{"0-4", "3"}, {"3-4", "5"}}) {
            String answer = answer(
                    join(
                            request(
                                    "PATCH",
                                    location,
                                    "Content-Range: " + rangeAndOffset[0],
                                    "Transfer-Encoding: chunked"),
                            chunked),
                    false);
            assertThat(status(answer)).contains(400);
            assertThat(answer).containsIgnoringCase("Upload-Offset: " + rangeAndOffset[1] + "\r\n");
        }
        byte[] whole = "abcabc".getBytes(UTF_8);
        alice().body("c".getBytes(UTF_8))
                .put(location + "?digest=" + Digest.of(whole))
                .then()
                .statusCode(201);
    }

    /** A body that comes byte by byte takes its time and nobody else's. */
    @Test
    void slowBodies() throws IOException {
        byte[] content = random(44, 20);
        Digest digest = Digest.of(content);
        try (Socket slow = new Socket(server.getHost(), server.getPort())) {
            slow.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = slow.getOutputStream();
            out.write(request("POST", "/v2/alice/slow/blobs/uploads/?digest=" + digest, "Content-Length: 20"));
            for (byte one : content) {
                out.write(one);
                out.flush();
                alice().get("/v2/").then().statusCode(200);
            }
            InputStream in = slow.getInputStream();
            assertThat(new String(in.readAllBytes(), ISO_8859_1)).startsWith("HTTP/1.1 201 ");
        }
    }
}
