package io.vmregistry.registry.settings;

import static io.vmregistry.registry.settings.DerivedSettings.setting;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Tells the HTTP server what {@link ServerSettings} say of address, port and certificate. It decides two things that a
 * file cannot: without authentication only loopback is listened on, unless an address is given, and with a certificate
 * nothing is served in the clear.
 */
public final class ListenerConfig implements ConfigSourceFactory {

    static final String DEFAULT_PORT = "8080";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> listener = new HashMap<>();
        String port = setting(context, "port").orElse(DEFAULT_PORT);
        boolean open =
                setting(context, "auth").filter("disabled"::equalsIgnoreCase).isPresent();
        listener.put("quarkus.http.host", setting(context, "host").orElse(open ? "127.0.0.1" : "0.0.0.0"));
        listener.put("quarkus.http.port", port);
        setting(context, "tls-cert").ifPresent(certificate -> {
            listener.put("quarkus.http.ssl.certificate.files", certificate);
            setting(context, "tls-key").ifPresent(key -> listener.put("quarkus.http.ssl.certificate.key-files", key));
            listener.put("quarkus.http.ssl-port", port);
            listener.put("quarkus.http.insecure-requests", "disabled");
        });
        return DerivedSettings.source("listener", listener);
    }
}
