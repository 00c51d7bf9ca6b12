package io.vmregistry.registry.settings;

import static io.vmregistry.registry.settings.DerivedSettings.given;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Turns tracing on when somebody says where traces go, in our setting or in OpenTelemetry's own variable, and off otherwise. */
public final class TracingConfig implements ConfigSourceFactory {

    private static final String SETTING = ServerSettings.PREFIX + ".otlp-endpoint";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> tracing = new HashMap<>();
        Optional<String> endpoint = given(context, SETTING).or(() -> given(context, "otel.exporter.otlp.endpoint"));
        tracing.put("quarkus.otel.sdk.disabled", Boolean.toString(endpoint.isEmpty()));
        endpoint.ifPresent(url -> {
            tracing.put(SETTING, url);
            tracing.put("quarkus.otel.exporter.otlp.endpoint", url);
        });
        return DerivedSettings.source("tracing", tracing);
    }
}
