package io.vmregistry.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.client.ClientException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpFaultsTest {

    private static final String CHALLENGE =
            "Bearer realm=\"http://a/token\",service=\"s\",scope=\"repository:o/x:push\"";

    @Test
    void aTokenWithTooLittleScopeIsDeniedToWhoeverIsLoggedIn() {
        assertThat(unauthorized(CHALLENGE + ",error=\"insufficient_scope\""))
                .isInstanceOf(ClientException.Denied.class)
                .hasMessageContaining("does not allow it")
                .hasMessageNotContaining("who is asking");
    }

    @Test
    void aMissingOrBadTokenIsNobodys() {
        assertThat(unauthorized(CHALLENGE)).isInstanceOf(ClientException.Unauthenticated.class);
        assertThat(unauthorized(CHALLENGE + ",error=\"invalid_token\""))
                .isInstanceOf(ClientException.Unauthenticated.class);
    }

    @Test
    void aServerIsNamedAsTheUserWroteIt() {
        assertThat(unauthorized(CHALLENGE)).hasMessageContaining("http://127.0.0.1:8080 does not know who is asking");
    }

    private static ClientException unauthorized(String challenge) {
        HttpHeaders headers = HttpHeaders.of(Map.of("WWW-Authenticate", List.of(challenge)), (name, value) -> true);
        return HttpFaults.from(
                new HttpReply(URI.create("http://127.0.0.1:8080/v1/o/x/tags"), 401, headers, new byte[0], "push o/x"));
    }
}
