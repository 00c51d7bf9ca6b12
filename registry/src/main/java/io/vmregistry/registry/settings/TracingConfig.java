package io.vmregistry.registry.settings;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Turns tracing on when somebody says where traces go, in our setting or in OpenTelemetry's own variable, and off otherwise. */
public final class TracingConfig implements ConfigSourceFactory {

    private static final String SETTING = ServerSettings.PREFIX + ".otlp-endpoint";

    /** Above application.properties, below variables and system properties. */
    private static final int ORDINAL = 275;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> tracing = new HashMap<>();
        Optional<String> endpoint = value(context, SETTING).or(() -> value(context, "otel.exporter.otlp.endpoint"));
        tracing.put("quarkus.otel.sdk.disabled", Boolean.toString(endpoint.isEmpty()));
        endpoint.ifPresent(url -> {
            tracing.put(SETTING, url);
            tracing.put("quarkus.otel.exporter.otlp.endpoint", url);
        });
        return List.of(new PropertiesConfigSource(tracing, "tracing", ORDINAL));
    }

    private static Optional<String> value(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null
                ? Optional.empty()
                : Optional.ofNullable(value.getValue()).filter(text -> !text.isEmpty());
    }
}
