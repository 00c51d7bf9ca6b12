package io.vmregistry.registry.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingConfigTest {

    private static SmallRyeConfig config(Map<String, String> given) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(given, "given", 400))
                .withSources(new TracingConfig())
                .build();
    }

    @Test
    void nothingIsTracedUnlessSomebodySaysWhereTo() {
        assertThat(config(Map.of()).getValue("quarkus.otel.sdk.disabled", Boolean.class))
                .isTrue();
        assertThat(config(Map.of("vm-registry.server.otlp-endpoint", ""))
                        .getValue("quarkus.otel.sdk.disabled", Boolean.class))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vm-registry.server.otlp-endpoint", "otel.exporter.otlp.endpoint"})
    void ourSettingAndTheCommonOneMeanTheSame(String name) {
        SmallRyeConfig config = config(Map.of(name, "http://traces.example:4318"));
        assertThat(config.getValue("quarkus.otel.sdk.disabled", Boolean.class)).isFalse();
        assertThat(config.getValue("quarkus.otel.exporter.otlp.endpoint", String.class))
                .isEqualTo("http://traces.example:4318");
        assertThat(config.getValue("vm-registry.server.otlp-endpoint", String.class))
                .isEqualTo("http://traces.example:4318");
    }
}
