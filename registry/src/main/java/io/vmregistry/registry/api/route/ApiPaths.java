package io.vmregistry.registry.api.route;

import io.vmregistry.registry.api.ErrorCode;
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

    String catalog();

    String tags(RepositoryName repository);

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
