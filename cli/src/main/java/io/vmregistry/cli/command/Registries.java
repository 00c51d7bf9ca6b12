package io.vmregistry.cli.command;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.context.Context;
import io.vmregistry.client.credential.Secret;
import io.vmregistry.client.credential.StoredSession;
import io.vmregistry.client.http.HttpCaller;
import io.vmregistry.client.http.HttpSettings;
import io.vmregistry.client.registry.CredentialSource;
import io.vmregistry.client.registry.RegistryClient;
import io.vmregistry.client.registry.RegistryCredential;
import io.vmregistry.proto.v1.Empty;
import io.vmregistry.proto.v1.HealthCheckResponse;
import java.net.URI;
import java.util.Optional;

/** The registry itself, for questions that the daemon does not pass on. */
final class Registries implements AutoCloseable {

    private final Desk desk;
    private final HttpCaller caller = new HttpCaller(HttpSettings.DEFAULT);

    Registries(Desk desk) {
        this.desk = desk;
    }

    /** The context's registry, else the daemon's. */
    RegistryClient open() {
        Context context = desk.context();
        String registry = context.registryUrl().orElse("");
        String auth = context.authUrl().orElse("");
        if (registry.isEmpty() || auth.isEmpty()) {
            HealthCheckResponse health = desk.daemon().calls().healthCheck(Empty.getDefaultInstance());
            registry = registry.isEmpty() ? health.getRegistry().getUrl() : registry;
            auth = auth.isEmpty() ? health.getAuth().getUrl() : auth;
        }
        if (registry.isEmpty()) {
            throw new ClientException.NotFound(
                    "ask the registry",
                    "neither the context nor the daemon names one",
                    "Run \"vmr context update NAME --registry-url URL\".");
        }
        return RegistryClient.oci(
                URI.create(registry),
                caller,
                CredentialSource.fixed(credential(auth)),
                desk.surroundings().clock());
    }

    private RegistryCredential credential(String authUrl) {
        Optional<Secret> given = desk.surroundings().variable("VMR_TOKEN").map(Secret::of);
        if (given.isPresent()) {
            return new RegistryCredential.Bearer(given.get());
        }
        Optional<StoredSession> session = desk.sessions().current();
        Optional<Secret> access = session.filter(kept ->
                        kept.accessExpires().isAfter(desk.surroundings().clock().instant()))
                .flatMap(StoredSession::accessToken);
        if (access.isPresent()) {
            return new RegistryCredential.Bearer(access.get());
        }
        Optional<Secret> refresh = session.flatMap(StoredSession::refreshToken);
        return refresh.isPresent() && !authUrl.isEmpty()
                ? new RegistryCredential.OfSession(URI.create(authUrl), refresh.get())
                : new RegistryCredential.Anonymous();
    }

    @Override
    public void close() {
        caller.close();
    }
}
