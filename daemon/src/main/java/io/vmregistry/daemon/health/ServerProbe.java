package io.vmregistry.daemon.health;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.http.HttpCall;
import io.vmregistry.client.http.HttpCaller;
import java.net.URI;
import java.util.Optional;

/** Asks one of the project's HTTP servers whether it is ready. */
public final class ServerProbe implements HealthProbe {

    private static final String READY = "/q/health/ready";

    private final Optional<URI> server;
    private final String flag;
    private final HttpCaller http;

    /** The flag is what a person sets when there is no address. */
    public ServerProbe(Optional<URI> server, String flag, HttpCaller http) {
        this.server = server;
        this.flag = flag;
        this.http = http;
    }

    @Override
    public Health probe() {
        return server.map(this::ask)
                .orElseGet(() -> Health.notConfigured("Start the daemon with %s to use one.".formatted(flag)));
    }

    private Health ask(URI address) {
        String base = address.toString().replaceFirst("/+$", "");
        try {
            int status = http.send(HttpCall.of("GET", URI.create(base + READY), "ask " + base + " whether it is ready"))
                    .status();
            return status < 300
                    ? Health.ok(base, "")
                    : Health.unreachable(base, "It answers %s with %d: look at its log.".formatted(READY, status));
        } catch (ClientException e) {
            return Health.unreachable(
                    base, e.getMessage() + e.hint().map(hint -> ". " + hint).orElse(""));
        }
    }
}
