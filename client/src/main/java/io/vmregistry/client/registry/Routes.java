package io.vmregistry.client.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import java.net.URI;
import java.net.URLEncoder;

/** The addresses of the OCI distribution specification ("Endpoints"), and {@code _catalog}. Names and digests are safe in a path by their types. */
record Routes(URI base) {

    /** Entries that a page of a listing may have. */
    private static final int PAGE = 500;

    URI blob(RepositoryName repository, Digest digest) {
        return at("/" + repository + "/blobs/" + digest);
    }

    URI uploads(RepositoryName repository) {
        return at("/" + repository + "/blobs/uploads/");
    }

    URI mount(RepositoryName repository, Digest digest, RepositoryName from) {
        return at("/" + repository + "/blobs/uploads/?mount=" + parameter(digest) + "&from=" + parameter(from));
    }

    URI manifest(RepositoryName repository, Reference reference) {
        return at("/" + repository + "/manifests/" + reference);
    }

    URI tags(RepositoryName repository) {
        return at("/" + repository + "/tags/list?n=" + PAGE);
    }

    URI repositories() {
        return at("/_catalog?n=" + PAGE);
    }

    static URI withDigest(URI upload, Digest digest) {
        String separator = upload.getRawQuery() == null ? "?" : "&";
        return URI.create(upload + separator + "digest=" + parameter(digest));
    }

    private static String parameter(Object value) {
        return URLEncoder.encode(value.toString(), UTF_8);
    }

    private URI at(String path) {
        String root = base.toString();
        return URI.create((root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + "/v2" + path);
    }
}
