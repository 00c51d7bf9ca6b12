package io.vmregistry.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vmregistry.client.ClientException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An answer with its whole body, unless a sink took that.
 *
 * @param uri where it came from, after redirects
 */
public record HttpReply(URI uri, int status, HttpHeaders headers, byte[] body, String tried) {

    /** Bytes of a body that is collected: manifests, lists and errors, never disks. */
    public static final int MAX_BODY = 8 << 20;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public boolean ok() {
        return status >= 200 && status < 300;
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** As {@link #leadsTo} for the {@code Location} header; empty without one. */
    public Optional<URI> location() {
        return header("Location").flatMap(this::leadsTo);
    }

    /**
     * An address that this answer names, relative to where it came from; empty when it is no http address.
     *
     * @throws ClientException.Incomprehensible when it leads out of encryption: whoever listens there would see what this
     *     server was trusted with
     */
    public Optional<URI> leadsTo(String address) {
        URI target;
        try {
            target = uri.resolve(address);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        String scheme = Origin.of(target).scheme();
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return Optional.empty();
        }
        if (Origin.of(uri).scheme().equals("https") && !scheme.equals("https")) {
            throw new ClientException.Incomprehensible(
                    tried,
                    Origin.of(uri) + " leads from https to " + Origin.of(target)
                            + "; a proxy in front of it has to tell it that it is reached over https");
        }
        return Optional.of(target);
    }

    public OptionalLong contentLength() {
        return headers.firstValueAsLong("Content-Length");
    }

    /** This answer if its status says success, else the fault that the status stands for. */
    public HttpReply orThrow() {
        if (ok()) {
            return this;
        }
        throw HttpFaults.from(this);
    }

    /** The body as JSON. */
    public JsonNode json() {
        try {
            JsonNode tree = JSON.readTree(body);
            if (tree.isObject()) {
                return tree;
            }
            throw new ClientException.Incomprehensible(tried, Origin.of(uri) + " answered something else than JSON");
        } catch (IOException e) {
            throw new ClientException.Incomprehensible(tried, Origin.of(uri) + " answered something else than JSON", e);
        }
    }

    /** The first error of an {@code {"errors":[…]}} body. */
    Optional<ServerError> error() {
        try {
            JsonNode first = JSON.readTree(body).path("errors").path(0);
            return first.isObject()
                    ? Optional.of(new ServerError(
                            first.path("code").asText(""), first.path("message").asText("")))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the body names this error code. */
    public boolean hasError(String code) {
        return error().map(ServerError::code).filter(code::equals).isPresent();
    }

    /** What the server said, in its own words. */
    record ServerError(String code, String message) {
        @Override
        public String toString() {
            return message.isEmpty() ? code : message;
        }
    }

    /** Bodies and headers can carry tokens. */
    @Override
    public String toString() {
        return status + " from " + uri;
    }
}
