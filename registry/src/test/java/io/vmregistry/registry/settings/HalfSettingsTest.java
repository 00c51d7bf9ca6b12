package io.vmregistry.registry.settings;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfSettingsTest {

    private static ServerSettings settings(Map<String, String> given) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withMapping(ServerSettings.class)
                .withDefaultValue("java.io.tmpdir", "/tmp")
                .withSources(new PropertiesConfigSource(given, "given", 400))
                .build()
                .getConfigMapping(ServerSettings.class);
    }

    @ParameterizedTest
    @CsvSource({"tls-cert, tls-key", "tls-key, tls-cert", "s3-access-key, s3-secret-key", "s3-secret-key, s3-access-key"
    })
    void oneOfAPairIsRefused(String given, String missing) {
        ServerSettings settings = settings(Map.of(ServerSettings.PREFIX + "." + given, "x"));
        assertThatThrownBy(() -> HalfSettings.refuse(settings))
                .hasMessageContaining("-" + given + " was given without -" + missing)
                .hasMessageContaining("give both or neither");
    }

    @Test
    void bothAndNeitherAreTaken() {
        assertThatCode(() -> HalfSettings.refuse(settings(Map.of()))).doesNotThrowAnyException();
        assertThatCode(() -> HalfSettings.refuse(settings(Map.of(
                        "vm-registry.server.tls-cert", "a.pem",
                        "vm-registry.server.tls-key", "a.key",
                        "vm-registry.server.s3-access-key", "a",
                        "vm-registry.server.s3-secret-key", "b"))))
                .doesNotThrowAnyException();
    }
}
