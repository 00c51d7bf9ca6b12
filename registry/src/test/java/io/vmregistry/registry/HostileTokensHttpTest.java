package io.vmregistry.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vmregistry.registry.access.TestTokens;
import io.vmregistry.testkit.token.HostileTokens;
import io.vmregistry.testkit.token.HostileTokens.HostileToken;
import io.vmregistry.testkit.token.TokenForge;
import java.io.IOException;
import java.net.URI;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import org.assertj.core.api.SoftAssertions;
import org.jose4j.jwk.RsaJsonWebKey;
import org.junit.jupiter.api.Test;

/** The corpus of attacks at the registry's door. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class HostileTokensHttpTest {

    private static final String PATH = "/v2/alice/web/tags/list";

    /** What the HTTP server refuses to read as a header is none of the verifier's business. */
    private static final int LONGEST_HEADER = 15_000;

    @TestHTTPResource
    URI server;

    private static TokenForge forge() {
        String kid = new RsaJsonWebKey((RSAPublicKey) TestTokens.KEYS.getPublic())
                .calculateBase64urlEncodedThumbprint("SHA-256");
        return new TokenForge(TestTokens.KEYS, kid, "vm-registry-auth", "vm-registry", Instant.now());
    }

    private static int status(String token) {
        return given().header("Authorization", "Bearer " + token)
                .get(PATH)
                .then()
                .extract()
                .statusCode();
    }

    @Test
    void letsTheGoodOneIn() {
        assertThat(status(forge().good())).isEqualTo(404);
    }

    @Test
    void letsNoneOfThemIn() {
        TokenForge forge = forge();
        SoftAssertions all = new SoftAssertions();
        for (HostileToken token : HostileTokens.of(forge)) {
            if (canBeAHeader(token.text())) {
                all.assertThat(status(token.text())).as(token.name()).isEqualTo(401);
            }
        }
        for (HostileToken token : HostileTokens.allowingNothing(forge)) {
            if (canBeAHeader(token.text())) {
                all.assertThat(status(token.text())).as(token.name()).isEqualTo(401);
            }
        }
        all.assertAll();
    }

    @Test
    void answersAHeaderThatIsTooLongWithoutAFault() throws IOException {
        byte[] request = RawHttp.request("GET", PATH, "X-Token: " + "A".repeat(200_000));

        assertThat(RawHttp.send(server, request).orElse(RawHttp.CLOSED)).isBetween(400, 499);
        assertThat(status(forge().good())).as("afterwards").isEqualTo(404);
    }

    @Test
    void takesNoTokenFromElsewhere() {
        String good = forge().good();

        given().queryParam("access_token", good)
                .queryParam("token", good)
                .get(PATH)
                .then()
                .statusCode(401);
        given().cookie("Bearer", good).get(PATH).then().statusCode(401);
        given().header("Authorization", "Bearer " + good, "Bearer " + forge().good())
                .get(PATH)
                .then()
                .statusCode(401);
    }

    private static boolean canBeAHeader(String text) {
        return text.length() < LONGEST_HEADER && text.chars().allMatch(each -> each >= ' ' && each < 127);
    }
}
