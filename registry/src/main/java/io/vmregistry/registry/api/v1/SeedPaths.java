package io.vmregistry.registry.api.v1;

import io.vmregistry.registry.api.route.ApiPaths;
import io.vmregistry.registry.api.route.PathSegments;
import io.vmregistry.registry.api.route.Route;
import java.util.List;

/**
 * The seed's paths. One could be read in two ways: {@code a/manifests/tags} is the manifest tagged {@code tags} of
 * {@code a}, not the tags of {@code a/manifests}. No digest and no upload is called {@code tags}, so {@code a/blobs/tags}
 * has one meaning.
 */
public final class SeedPaths implements ApiPaths {

    @Override
    public String prefix() {
        return "/v1/";
    }

    @Override
    public Route parse(PathSegments path) {
        if (path.are("repositories")) {
            return new Route.Catalog();
        }
        if (path.are("admin", "gc")) {
            return new Route.Collection();
        }
        if (path.endWith("tags") && !path.endWith("manifests", "tags")) {
            return path.repository(1, Route.Tags::new);
        }
        return path.content().orElseGet(ApiPaths::unknown);
    }

    @Override
    public List<String> methods(Route route) {
        return switch (route) {
            case Route.Catalog _, Route.Tags _ -> List.of("GET");
            case Route.Blob _, Route.Manifest _ -> List.of("HEAD", "GET", "PUT", "DELETE");
            case Route.Uploads _, Route.Collection _ -> List.of("POST");
            case Route.UploadSession _ -> List.of("PATCH", "PUT", "GET", "DELETE");
            case Route.Base _, Route.Referrers _, Route.Nowhere _ -> List.of();
        };
    }

    @Override
    public int defaultPage() {
        return 100;
    }

    @Override
    public String catalog() {
        return prefix() + "repositories";
    }

    @Override
    public String tags(String repository) {
        return prefix() + repository + "/tags";
    }
}
