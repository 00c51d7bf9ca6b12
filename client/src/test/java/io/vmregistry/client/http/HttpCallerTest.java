package io.vmregistry.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpCallerTest {

    /** The name is the JDK's; a typing error in it would cost a third of the processor time of a pull, and nothing else. */
    @Test
    void readsLargePiecesFromAConnection() {
        try (HttpCaller caller = new HttpCaller(HttpSettings.DEFAULT)) {
            assertThat(caller).isNotNull();
            assertThat(Integer.getInteger("jdk.httpclient.bufsize")).isEqualTo(256 << 10);
        }
    }
}
