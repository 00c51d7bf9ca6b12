package io.vmregistry.registry.api.v1;

import io.vmregistry.registry.access.Gate;
import io.vmregistry.registry.api.ApiError;
import io.vmregistry.registry.api.ApiException;
import io.vmregistry.registry.api.ApiVersion;
import io.vmregistry.registry.api.ErrorCode;
import io.vmregistry.registry.api.Exchange;
import io.vmregistry.registry.content.RepositoryBlobs;
import io.vmregistry.registry.content.RepositoryManifests;
import java.util.Map;

/** The seed's API: finds what a path names and hands the exchange to who serves it. */
public final class RegistryApi implements ApiVersion {

    private final BlobRoutes blobs;
    private final UploadRoutes uploads;
    private final ManifestRoutes manifests;
    private final ListingRoutes listings;

    public RegistryApi(Gate gate, RepositoryBlobs blobs, RepositoryManifests manifests, int maxManifestBytes) {
        this.blobs = new BlobRoutes(gate, blobs);
        this.uploads = new UploadRoutes(gate, blobs);
        this.manifests = new ManifestRoutes(gate, manifests, maxManifestBytes);
        this.listings = new ListingRoutes(gate, manifests);
    }

    @Override
    public void handle(Exchange exchange) {
        Route route = RouteParser.parse(exchange.path());
        if (route instanceof Route.Nowhere(ApiError error)) {
            throw new ApiException(error);
        }
        if (!route.methods().contains(exchange.method().name())) {
            String allowed = String.join(", ", route.methods());
            throw new ApiException(new ApiError(
                    405, ErrorCode.UNSUPPORTED, "only " + allowed + " can be done here", Map.of("Allow", allowed)));
        }
        switch (route) {
            case Route.Catalog _ -> listings.repositories(exchange);
            case Route.Tags tags -> listings.tags(exchange, tags.repository());
            case Route.Blob blob -> blobs.handle(exchange, blob.repository(), blob.digest());
            case Route.Uploads fresh -> uploads.begin(exchange, fresh.repository());
            case Route.UploadSession session -> uploads.handle(exchange, session.repository(), session.id());
            case Route.Manifest manifest -> manifests.handle(exchange, manifest.repository(), manifest.reference());
            case Route.Nowhere nowhere -> throw new ApiException(nowhere.error());
        }
    }
}
