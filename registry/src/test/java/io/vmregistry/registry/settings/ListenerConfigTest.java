package io.vmregistry.registry.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerConfigTest {

    /** What the HTTP server would be told. */
    private static SmallRyeConfig listener(Map<String, String> given) {
        Map<String, String> settings = given.entrySet().stream()
                .collect(Collectors.toMap(one -> ServerSettings.PREFIX + "." + one.getKey(), Map.Entry::getValue));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(settings, "given", 400))
                .withSources(new ListenerConfig())
                .build();
    }

    private static String of(SmallRyeConfig listener, String name) {
        return listener.getOptionalValue("quarkus.http." + name, String.class).orElse("unset");
    }

    @ParameterizedTest
    @CsvSource({
        "enabled, unset, 0.0.0.0",
        "disabled, unset, 127.0.0.1",
        "DISABLED, unset, 127.0.0.1",
        "disabled, 10.0.0.1, 10.0.0.1",
        "enabled, 127.0.0.1, 127.0.0.1"
    })
    void withoutAuthenticationOnlyLoopbackIsListenedOnUnlessAnAddressIsGiven(
            String auth, String host, String expected) {
        Map<String, String> given = host.equals("unset") ? Map.of("auth", auth) : Map.of("auth", auth, "host", host);
        assertThat(of(listener(given), "host")).isEqualTo(expected);
    }

    @Test
    void withNothingGivenEverybodyIsListenedToInTheClear() {
        SmallRyeConfig listener = listener(Map.of());
        assertThat(of(listener, "host")).isEqualTo("0.0.0.0");
        assertThat(of(listener, "port")).isEqualTo("8080");
        assertThat(of(listener, "insecure-requests")).isEqualTo("unset");
    }

    @Test
    void withACertificateNothingIsServedInTheClear() {
        SmallRyeConfig listener = listener(Map.of("port", "9443", "tls-cert", "a.pem", "tls-key", "a.key"));
        assertThat(of(listener, "ssl-port")).isEqualTo("9443");
        assertThat(of(listener, "ssl.certificate.files")).isEqualTo("a.pem");
        assertThat(of(listener, "ssl.certificate.key-files")).isEqualTo("a.key");
        assertThat(of(listener, "insecure-requests")).isEqualTo("disabled");
    }
}
