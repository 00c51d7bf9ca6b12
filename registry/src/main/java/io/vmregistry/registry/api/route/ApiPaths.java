package io.vmregistry.registry.api.route;

import io.vmregistry.registry.api.ErrorCode;
import io.vmregistry.registry.api.Exchange;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.UploadId;
import java.util.List;

/** How one version of the API writes its paths. Blobs, uploads and manifests are written alike in all of them. */
public interface ApiPaths {

    /** What every path begins with, as {@code /v2/}. */
    String prefix();

    /** Reads what stands behind the prefix. */
    Route parse(PathSegments path);

    /** The methods that a route has in this version, in the order of an {@code Allow} header. */
    List<String> methods(Route route);

    /** How many entries a page of a list has when the client does not say. */
    int defaultPage();

    /** The path of a route with placeholders for what differs between requests, as {@code /v2/{name}/blobs/{digest}}. */
    default String template(Route route) {
        return switch (route) {
            case Route.Base _ -> prefix();
            case Route.Catalog _ -> catalog();
            case Route.Tags _ -> tags("{name}");
            case Route.Blob _ -> prefix() + "{name}/blobs/{digest}";
            case Route.Uploads _ -> prefix() + "{name}/blobs/uploads/";
            case Route.UploadSession _ -> prefix() + "{name}/blobs/uploads/{id}";
            case Route.Manifest _ -> prefix() + "{name}/manifests/{reference}";
            case Route.Referrers _ -> prefix() + "{name}/referrers/{digest}";
            case Route.Collection _ -> prefix() + "admin/gc";
            case Route.Nowhere _ -> Exchange.NOWHERE;
        };
    }

    String catalog();

    String tags(String repository);

    /** Reads a path as it came: neither decoded nor normalised. */
    default Route parse(String path) {
        if (!path.startsWith(prefix())) {
            return unknown();
        }
        return PathSegments.parse(path.substring(prefix().length()))
                .map(this::parse)
                .orElseGet(
                        () -> Route.nowhere(400, ErrorCode.NAME_INVALID, "the path has a malformed percent-encoding"));
    }

    default String blob(RepositoryName repository, Digest digest) {
        return prefix() + repository + "/blobs/" + digest;
    }

    default String upload(RepositoryName repository, UploadId id) {
        return prefix() + repository + "/blobs/uploads/" + id;
    }

    default String manifest(RepositoryName repository, Digest digest) {
        return prefix() + repository + "/manifests/" + digest;
    }

    default String referrers(RepositoryName repository, Digest subject) {
        return prefix() + repository + "/referrers/" + subject;
    }

    static Route unknown() {
        return Route.nowhere(404, ErrorCode.UNSUPPORTED, "there is nothing at this path");
    }
}
