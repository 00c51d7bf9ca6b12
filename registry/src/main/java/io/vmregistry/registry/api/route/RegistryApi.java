package io.vmregistry.registry.api.route;

import io.vmregistry.registry.access.Gate;
import io.vmregistry.registry.access.Need;
import io.vmregistry.registry.api.ApiError;
import io.vmregistry.registry.api.ApiException;
import io.vmregistry.registry.api.ApiVersion;
import io.vmregistry.registry.api.ErrorCode;
import io.vmregistry.registry.api.Exchange;
import io.vmregistry.registry.content.RepositoryBlobs;
import io.vmregistry.registry.content.RepositoryManifests;
import io.vmregistry.registry.upkeep.Upkeep;
import java.util.List;
import java.util.Map;

/** One version of the API: finds what a path names and hands the exchange to who serves it. */
public final class RegistryApi implements ApiVersion {

    private final ApiPaths paths;
    private final Gate gate;
    private final BlobRoutes blobs;
    private final UploadRoutes uploads;
    private final ManifestRoutes manifests;
    private final ListingRoutes listings;
    private final ReferrerRoutes referrers;
    private final AdminRoutes admin;

    public RegistryApi(
            ApiPaths paths,
            Gate gate,
            RepositoryBlobs blobs,
            RepositoryManifests manifests,
            Upkeep upkeep,
            int maxManifestBytes) {
        this.paths = paths;
        this.gate = gate;
        this.blobs = new BlobRoutes(paths, gate, blobs);
        this.uploads = new UploadRoutes(paths, gate, blobs);
        this.manifests = new ManifestRoutes(paths, gate, manifests, maxManifestBytes);
        this.listings = new ListingRoutes(paths, gate, manifests);
        this.referrers = new ReferrerRoutes(paths, gate, manifests);
        this.admin = new AdminRoutes(gate, upkeep);
    }

    @Override
    public void handle(Exchange exchange) {
        Route route = paths.parse(exchange.path());
        if (route instanceof Route.Nowhere(ApiError error)) {
            throw new ApiException(error);
        }
        exchange.found(paths.template(route), route.about());
        List<String> methods = paths.methods(route);
        if (!methods.contains(exchange.method().name())) {
            String allowed = String.join(", ", methods);
            throw new ApiException(new ApiError(
                    405, ErrorCode.UNSUPPORTED, "only " + allowed + " can be done here", Map.of("Allow", allowed)));
        }
        switch (route) {
            case Route.Base _ -> present(exchange);
            case Route.Catalog _ -> listings.repositories(exchange);
            case Route.Tags tags -> listings.tags(exchange, tags.repository());
            case Route.Blob blob -> blobs.handle(exchange, blob.repository(), blob.digest());
            case Route.Uploads fresh -> uploads.begin(exchange, fresh.repository());
            case Route.UploadSession session -> uploads.handle(exchange, session.repository(), session.id());
            case Route.Manifest manifest -> manifests.handle(exchange, manifest.repository(), manifest.reference());
            case Route.Referrers about -> referrers.list(exchange, about.repository(), about.subject());
            case Route.Collection _ -> admin.collect(exchange);
            case Route.Nowhere nowhere -> throw new ApiException(nowhere.error());
        }
    }

    /** Says that the API is here and the token is good; old clients look for the header. */
    private void present(Exchange exchange) {
        exchange.with("Docker-Distribution-API-Version", "registry/2.0");
        exchange.admit(gate, new Need.Presence());
        byte[] nothing = {'{', '}'};
        if (exchange.method().name().equals("HEAD")) {
            exchange.with("Content-Type", "application/json").sendHead(200, nothing.length);
        } else {
            exchange.send(200, "application/json", nothing);
        }
    }
}
