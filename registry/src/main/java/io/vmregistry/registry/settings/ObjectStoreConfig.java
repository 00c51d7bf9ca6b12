package io.vmregistry.registry.settings;

import static io.vmregistry.registry.settings.DerivedSettings.setting;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Tells the S3 client what {@link ServerSettings} say of region, endpoint and keys. */
public final class ObjectStoreConfig implements ConfigSourceFactory {

    static final String DEFAULT_REGION = "us-east-1";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> client = new HashMap<>();
        Optional<String> endpoint = setting(context, "s3-endpoint");
        client.put("quarkus.s3.aws.region", setting(context, "s3-region").orElse(DEFAULT_REGION));
        endpoint.ifPresent(url -> client.put("quarkus.s3.endpoint-override", url));
        client.put(
                "quarkus.s3.path-style-access",
                setting(context, "s3-path-style").orElse(Boolean.toString(endpoint.isPresent())));
        Optional<String> key = setting(context, "s3-access-key");
        Optional<String> secret = setting(context, "s3-secret-key");
        if (key.isPresent() && secret.isPresent()) {
            client.put("quarkus.s3.aws.credentials.type", "static");
            client.put("quarkus.s3.aws.credentials.static-provider.access-key-id", key.get());
            client.put("quarkus.s3.aws.credentials.static-provider.secret-access-key", secret.get());
        }
        return DerivedSettings.source("object-store", client);
    }
}
