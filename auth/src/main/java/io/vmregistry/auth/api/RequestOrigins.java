package io.vmregistry.auth.api;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import io.vmregistry.auth.AuthConfig;
import io.vmregistry.auth.origin.Origin;
import io.vmregistry.auth.origin.Origins;
import io.vmregistry.auth.origin.TrustedProxies;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.Optional;

/** {@link Origins} by the HTTP request that the thread answers; without one it is the server, or a subcommand. */
@ApplicationScoped
public class RequestOrigins implements Origins {

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final CurrentVertxRequest request;
    private final TrustedProxies proxies;
    private final Origin otherwise;

    RequestOrigins(CurrentVertxRequest request, TrustedProxies proxies, AuthConfig config) {
        this.request = request;
        this.proxies = proxies;
        this.otherwise = config.serving() ? Origin.SERVER : Origin.COMMAND;
    }

    @Override
    public Origin current() {
        if (!Arc.container().requestContext().isActive()) {
            return otherwise;
        }
        return Optional.ofNullable(request.getCurrent())
                .map(RoutingContext::request)
                .map(this::clientOf)
                .orElse(otherwise);
    }

    private Origin clientOf(HttpServerRequest http) {
        return Optional.ofNullable(http.connection().remoteAddress())
                .map(SocketAddress::hostAddress)
                .map(InetAddress::ofLiteral)
                .map(peer -> Origin.of(proxies.clientOf(peer, http.headers().getAll(FORWARDED_FOR))))
                .orElse(otherwise);
    }
}
