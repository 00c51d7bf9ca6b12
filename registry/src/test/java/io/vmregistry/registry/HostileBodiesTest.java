package io.vmregistry.registry;

import static io.vmregistry.registry.Content.CONFIG;
import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.beginUpload;
import static io.vmregistry.registry.Content.random;
import static io.vmregistry.registry.Content.repository;
import static io.vmregistry.registry.RawHttp.CLOSED;
import static io.vmregistry.registry.RawHttp.answer;
import static io.vmregistry.registry.RawHttp.answerAfterHangUp;
import static io.vmregistry.registry.RawHttp.assertRefused;
import static io.vmregistry.registry.RawHttp.join;
import static io.vmregistry.registry.RawHttp.request;
import static io.vmregistry.registry.RawHttp.send;
import static io.vmregistry.registry.RawHttp.status;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vmregistry.spec.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that an attacker sends: of another length than they say, of a range that is none, and slowly. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
@Timeout(180)
class HostileBodiesTest {

    private static final String DIGEST = Digest.of(CONFIG).toString();

    @TestHTTPResource
    URI server;

    @ConfigProperty(name = "test.store")
    Path store;

    @AfterEach
    void nothingIsWrittenOutsideTheStore() throws IOException {
        RegistryFixture.assertNothingElseIn(store);
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
            Optional<Integer> status = send(server, request);
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
            Optional<Integer> status = status(
                    answerAfterHangUp(server, join(request(parts[0], parts[1], "Content-Length: 100"), content)));
            assertThat(status.orElse(CLOSED)).isBetween(400, 499);
        }
        alice().get("/v2/alice/short/blobs/" + digest).then().statusCode(404);
    }

    /** What stands behind the announced body is not part of it. */
    @Test
    void moreThanWasAnnounced() throws IOException {
        byte[] content = random(43, 50);
        Digest half = Digest.of(Arrays.copyOf(content, 25));
        Optional<Integer> status = send(
                server,
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
            assertRefused(
                    server,
                    join(
                            request("PATCH", location, "Content-Range: " + range, "Content-Length: 3"),
                            "abc".getBytes(UTF_8)));
            alice().get(location).then().statusCode(204).header("Upload-Offset", "0");
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
                    server,
                    join(
                            request(
                                    "PATCH",
                                    location,
                                    "Content-Range: " + rangeAndOffset[0],
                                    "Transfer-Encoding: chunked"),
                            chunked));
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
        try (Socket slow = RawHttp.connect(server)) {
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
