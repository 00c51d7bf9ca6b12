package io.vmregistry.client.http;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request.
 *
 * @param tried what it is for, to stand behind "Tried to"
 * @param sink takes a successful answer's body; without one it is collected, up to {@link HttpReply#MAX_BODY} bytes
 * @param closing the server may be silent for long before it answers, because it makes a blob durable
 * @param repeatable it changes nothing, so it may be sent again when it was not answered
 */
public record HttpCall(
        String method,
        URI uri,
        Map<String, String> headers,
        Optional<BodySource> body,
        Optional<BodySink> sink,
        boolean closing,
        boolean repeatable,
        String tried) {

    public HttpCall {
        headers = Map.copyOf(headers);
    }

    public static HttpCall of(String method, URI uri, String tried) {
        boolean safe = method.equals("GET") || method.equals("HEAD");
        return new HttpCall(method, uri, Map.of(), Optional.empty(), Optional.empty(), false, safe, tried);
    }

    public HttpCall header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpCall(method, uri, more, body, sink, closing, repeatable, tried);
    }

    public HttpCall sending(BodySource source, String contentType) {
        return new HttpCall(method, uri, headers, Optional.of(source), sink, closing, repeatable, tried)
                .header("Content-Type", contentType);
    }

    public HttpCall into(BodySink target) {
        return new HttpCall(method, uri, headers, body, Optional.of(target), closing, repeatable, tried);
    }

    public HttpCall waitingForDisk() {
        return new HttpCall(method, uri, headers, body, sink, true, repeatable, tried);
    }

    public HttpCall changingNothing() {
        return new HttpCall(method, uri, headers, body, sink, closing, true, tried);
    }

    HttpCall at(URI elsewhere) {
        Map<String, String> kept = new LinkedHashMap<>(headers);
        if (!Origin.of(elsewhere).equals(Origin.of(uri))) {
            kept.remove("Authorization");
        }
        return new HttpCall(method, elsewhere, kept, body, sink, closing, repeatable, tried);
    }

    /** Headers can carry credentials. */
    @Override
    public String toString() {
        return method + " " + uri;
    }
}
