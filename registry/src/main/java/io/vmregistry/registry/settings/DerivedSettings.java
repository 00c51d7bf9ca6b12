package io.vmregistry.registry.settings;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** How our settings become those of the libraries that the server is made of. */
final class DerivedSettings {

    /** Above application.properties, below variables and system properties: who sets a library's own setting has it. */
    private static final int ORDINAL = 275;

    private DerivedSettings() {}

    /** What was given for a property, wherever; empty when that is nothing or an empty text. */
    static Optional<String> given(ConfigSourceContext context, String property) {
        ConfigValue value = context.getValue(property);
        return value == null
                ? Optional.empty()
                : Optional.ofNullable(value.getValue()).filter(text -> !text.isEmpty());
    }

    /** As {@link #given}, for a setting of {@link ServerSettings} by its name without the prefix. */
    static Optional<String> setting(ConfigSourceContext context, String name) {
        return given(context, ServerSettings.PREFIX + "." + name);
    }

    static Iterable<ConfigSource> source(String name, Map<String, String> properties) {
        return List.of(new PropertiesConfigSource(properties, name, ORDINAL));
    }
}
