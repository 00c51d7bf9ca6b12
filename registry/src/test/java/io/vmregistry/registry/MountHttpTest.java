package io.vmregistry.registry;

import static io.vmregistry.registry.Content.alice;
import static io.vmregistry.registry.Content.as;
import static io.vmregistry.registry.Content.pushBlob;
import static io.vmregistry.registry.Content.random;
import static io.vmregistry.registry.Content.repository;
import static io.vmregistry.registry.Content.sha512;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vmregistry.registry.access.TestTokens;
import io.vmregistry.spec.reference.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mounting a blob of another repository: only of what the caller may read, and without telling of anything else. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class MountHttpTest {

    private static String mount(String repository, Digest digest, String from) {
        return "/v2/" + repository + "/blobs/uploads/?mount=" + digest + (from.isEmpty() ? "" : "&from=" + from);
    }

    private static void assertUnknown(String repository, Digest digest) {
        alice().head("/v2/" + repository + "/blobs/" + digest).then().statusCode(404);
    }

    @Test
    void mountsFromARepositoryThatTheCallerMayRead() {
        String from = repository();
        byte[] content = random(20, 100);
        for (Digest digest : List.of(Digest.of(content), sha512(content))) {
            pushBlob(from, content, digest);
            String to = repository();
            alice().post(mount(to, digest, from))
                    .then()
                    .statusCode(201)
                    .header("Location", "/v2/" + to + "/blobs/" + digest)
                    .header("Docker-Content-Digest", digest.toString());
            assertThat(alice().get("/v2/" + to + "/blobs/" + digest).asByteArray())
                    .isEqualTo(content);
        }
    }

    @Test
    void beginsAnUploadWhenTheBlobIsNotThere() {
        String to = repository();
        Digest elsewhere = pushBlob(repository(), random(21, 100));
        for (String from : List.of(repository(), "UPPER", "..%2F..", to)) {
            alice().post(mount(to, elsewhere, from))
                    .then()
                    .statusCode(202)
                    .header("Location", startsWith("/v2/" + to + "/blobs/uploads/"));
        }
        alice().post("/v2/" + to + "/blobs/uploads/?mount=sha256:00&from=" + to)
                .then()
                .statusCode(202);
        assertUnknown(to, elsewhere);
    }

    @Test
    void asksForBothScopesWhenTheTokenWasNotAskedForTheSource() {
        String to = repository();
        Digest digest = pushBlob("alice/source", random(22, 100));
        as(TestTokens.access(to, "pull", "push"))
                .post(mount(to, digest, "alice/source"))
                .then()
                .statusCode(401)
                .header(
                        "WWW-Authenticate",
                        containsString("scope=\"repository:" + to + ":pull,push repository:alice/source:pull\""));
        assertUnknown(to, digest);
    }

    @Test
    void whoWasRefusedTheSourceGetsAnUpload() {
        String to = repository();
        Digest digest = pushBlob("alice/source", random(23, 100));
        Response present = as(TestTokens.refused(to, "alice/source")).post(mount(to, digest, "alice/source"));
        Response absent =
                as(TestTokens.refused(to, "alice/source")).post(mount(to, Digest.of(random(24, 1)), "alice/source"));
        present.then().statusCode(202);
        absent.then().statusCode(202);
        assertThat(present.headers().asList().stream().map(header -> header.getName()))
                .isEqualTo(absent.headers().asList().stream()
                        .map(header -> header.getName())
                        .toList());
        assertUnknown(to, digest);
    }

    @Test
    void mountsFromAnywhereThatTheCallerMayRead() {
        String to = repository();
        Digest digest = pushBlob(repository(), random(25, 100));
        as(TestTokens.access(to, "pull", "push"))
                .post(mount(to, digest, ""))
                .then()
                .statusCode(401)
                .header(
                        "WWW-Authenticate",
                        containsString("scope=\"repository:" + to + ":pull,push repository:*:pull\""));
        alice().post(mount(to, digest, "")).then().statusCode(201);
        alice().head("/v2/" + to + "/blobs/" + digest).then().statusCode(200);
        alice().post(mount(to, Digest.of(random(26, 1)), "")).then().statusCode(202);
    }

    @Test
    void doesNotMountFromAnywhereWhatTheCallerMayNotRead() {
        Digest digest = pushBlob(repository(), random(27, 100));
        String bob = TestTokens.scoped("bob", "bob/*", "*");
        as(bob).post(mount("bob/thief", digest, "")).then().statusCode(202);
        as(bob).head("/v2/bob/thief/blobs/" + digest).then().statusCode(404);
        as(TestTokens.scoped("bob", "*", "push"))
                .post(mount("bob/thief", digest, ""))
                .then()
                .statusCode(202);
        as(bob).head("/v2/bob/thief/blobs/" + digest).then().statusCode(404);
    }
}
