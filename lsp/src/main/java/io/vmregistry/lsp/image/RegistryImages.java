package io.vmregistry.lsp.image;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.context.Context;
import io.vmregistry.client.credential.Secret;
import io.vmregistry.client.credential.StoredSession;
import io.vmregistry.client.daemon.DaemonClient;
import io.vmregistry.client.daemon.DaemonClient.Servers;
import io.vmregistry.client.http.HttpAddress;
import io.vmregistry.client.http.HttpCaller;
import io.vmregistry.client.http.HttpSettings;
import io.vmregistry.client.registry.CredentialSource;
import io.vmregistry.client.registry.RegistryClient;
import io.vmregistry.client.registry.RegistryCredential;
import io.vmregistry.spec.reference.RepositoryName;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The images of the registry that names without a host mean: the context's, else the daemon's. As much of it as can be read in a
 * few seconds, in lexical order; with the user's login where there is one.
 */
public final class RegistryImages implements RememberedImages.Source {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** What can stand in a header. */
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    private static final int MOST_REPOSITORIES = 200;
    private static final int MOST_TAGS = 20;
    private static final HttpSettings IMPATIENT =
            new HttpSettings(PATIENCE, PATIENCE, PATIENCE, HttpSettings.DEFAULT.userAgent());

    private final UserContext user;
    private final Clock clock;

    public RegistryImages(UserContext user, Clock clock) {
        this.user = user;
        this.clock = clock;
    }

    /** Without a registry that answers there are no names; why is of no use to somebody who types. */
    @Override
    public Optional<List<String>> names() {
        try {
            Optional<Context> context = user.context();
            Optional<Servers> servers = context.map(this::servers);
            return servers.flatMap(Servers::registry).flatMap(registry -> {
                try (HttpCaller caller = new HttpCaller(IMPATIENT)) {
                    RegistryCredential credential = credential(
                            context.orElseThrow(), servers.orElseThrow().auth());
                    return read(RegistryClient.oci(registry, caller, CredentialSource.fixed(credential), clock));
                }
            });
        } catch (ClientException e) {
            return Optional.empty();
        }
    }

    private Servers servers(Context context) {
        Optional<URI> registry = context.registryUrl().flatMap(HttpAddress::parse);
        Optional<URI> auth = context.authUrl().flatMap(HttpAddress::parse);
        if (registry.isPresent() && auth.isPresent()) {
            return new Servers(registry, auth);
        }
        Optional<Servers> daemons = user.openDaemon(context).flatMap(RegistryImages::ask);
        return new Servers(
                registry.or(() -> daemons.flatMap(Servers::registry)), auth.or(() -> daemons.flatMap(Servers::auth)));
    }

    private static Optional<Servers> ask(DaemonClient daemon) {
        try (daemon) {
            return daemon.servers(PATIENCE);
        }
    }

    private RegistryCredential credential(Context context, Optional<URI> auth) {
        Optional<String> given =
                user.variable("VMR_TOKEN").filter(text -> TOKEN.matcher(text).matches());
        if (given.isPresent()) {
            return new RegistryCredential.Bearer(Secret.of(given.get()));
        }
        Optional<StoredSession> session = user.session(context);
        Optional<Secret> access = session.filter(kept -> kept.accessExpires().isAfter(clock.instant()))
                .flatMap(StoredSession::accessToken);
        if (access.isPresent()) {
            return new RegistryCredential.Bearer(access.get());
        }
        Optional<Secret> refresh = session.flatMap(StoredSession::refreshToken);
        return auth.isPresent() && refresh.isPresent()
                ? new RegistryCredential.OfSession(auth.get(), refresh.get())
                : new RegistryCredential.Anonymous();
    }

    /**
     * What one repository refuses or lacks is left out, and what comes after one whose tags cannot be had now; who gives no list of
     * repositories gives nothing.
     */
    private Optional<List<String>> read(RegistryClient registry) {
        Instant end = clock.instant().plus(PATIENCE);
        List<String> names = new ArrayList<>();
        try (Stream<RepositoryName> repositories = registry.repositories().limit(MOST_REPOSITORIES)) {
            Iterator<RepositoryName> next = repositories.iterator();
            boolean answers = true;
            while (answers && next.hasNext() && clock.instant().isBefore(end)) {
                answers = addTagged(registry, next.next(), names);
            }
        }
        return Optional.of(names);
    }

    /** Whether it makes sense to ask on. */
    private static boolean addTagged(RegistryClient registry, RepositoryName repository, List<String> names) {
        try {
            registry.tags(repository)
                    .limit(MOST_TAGS)
                    .map(tag -> repository + ":" + tag)
                    .forEach(names::add);
            return true;
        } catch (ClientException.Unavailable e) {
            return false;
        } catch (ClientException e) {
            return true;
        }
    }
}
