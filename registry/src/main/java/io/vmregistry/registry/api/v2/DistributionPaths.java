package io.vmregistry.registry.api.v2;

import io.vmregistry.registry.api.route.ApiPaths;
import io.vmregistry.registry.api.route.PathSegments;
import io.vmregistry.registry.api.route.Route;
import java.util.List;

/**
 * The paths of the OCI distribution specification ("Endpoints"), and {@code _catalog}, which it reserves for those that
 * have it. No path can be read in two ways, whatever words a repository is called by.
 */
public final class DistributionPaths implements ApiPaths {

    @Override
    public String prefix() {
        return "/v2/";
    }

    @Override
    public Route parse(String path) {
        return path.equals("/v2") ? new Route.Base() : ApiPaths.super.parse(path);
    }

    @Override
    public Route parse(PathSegments path) {
        if (path.are("")) {
            return new Route.Base();
        }
        if (path.are("_catalog")) {
            return new Route.Catalog();
        }
        if (path.endWith("tags", "list")) {
            return path.repository(2, Route.Tags::new);
        }
        return path.content()
                .orElseGet(
                        () -> path.lastFollows("referrers") ? path.digest(Route.Referrers::new) : ApiPaths.unknown());
    }

    @Override
    public List<String> methods(Route route) {
        return switch (route) {
            case Route.Base _ -> List.of("HEAD", "GET");
            case Route.Catalog _, Route.Tags _, Route.Referrers _ -> List.of("GET");
            case Route.Blob _ -> List.of("HEAD", "GET", "DELETE");
            case Route.Manifest _ -> List.of("HEAD", "GET", "PUT", "DELETE");
            case Route.Uploads _ -> List.of("POST");
            case Route.UploadSession _ -> List.of("PATCH", "PUT", "GET", "DELETE");
            case Route.Collection _, Route.Nowhere _ -> List.of();
        };
    }

    /** Not every client follows the link to the next page when it did not ask for pages. */
    @Override
    public int defaultPage() {
        return 1_000;
    }

    @Override
    public String catalog() {
        return prefix() + "_catalog";
    }

    @Override
    public String tags(String repository) {
        return prefix() + repository + "/tags/list";
    }
}
