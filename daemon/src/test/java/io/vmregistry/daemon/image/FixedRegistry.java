package io.vmregistry.daemon.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.vmregistry.spec.reference.Digest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A registry that serves what a test put there, to everybody. */
final class FixedRegistry implements AutoCloseable {

    record Layer(String mediaType, byte[] content, Map<String, String> annotations) {}

    private record Served(String mediaType, byte[] content) {}

    private final Map<String, Served> served = new ConcurrentHashMap<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);

    FixedRegistry() throws IOException {
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            requests.add(exchange.getRequestMethod() + " " + path);
            Served found = served.get(path);
            if (found == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                exchange.getResponseHeaders().set("Content-Type", found.mediaType());
                exchange.sendResponseHeaders(200, found.content().length);
                exchange.getResponseBody().write(found.content());
            }
            exchange.close();
        });
        server.start();
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Serves an image under a tag of {@code others/disk}. */
    Digest image(String tag, String configType, List<Layer> layers) {
        byte[] config = "{}".getBytes(UTF_8);
        blob(config);
        layers.forEach(layer -> blob(layer.content()));
        String described = layers.stream().map(FixedRegistry::describe).collect(Collectors.joining(","));
        byte[] manifest = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
                 "config":{"mediaType":"%s","digest":"%s","size":%d},"layers":[%s]}""".formatted(configType, Digest.of(config), config.length, described)
                .getBytes(UTF_8);
        return manifest(tag, "application/vnd.oci.image.manifest.v1+json", manifest);
    }

    /** Serves an index of manifests that are served already. */
    void index(String tag, Map<String, Digest> byArchitecture) {
        String entries = byArchitecture.entrySet().stream()
                .map(entry -> """
                        {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":1,
                         "platform":{"os":"linux","architecture":"%s"}}""".formatted(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(","));
        byte[] index = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[%s]}""".formatted(entries).getBytes(UTF_8);
        manifest(tag, "application/vnd.oci.image.index.v1+json", index);
    }

    private Digest manifest(String tag, String mediaType, byte[] content) {
        served.put("/v2/others/disk/manifests/" + tag, new Served(mediaType, content));
        served.put("/v2/others/disk/manifests/" + Digest.of(content), new Served(mediaType, content));
        return Digest.of(content);
    }

    private void blob(byte[] content) {
        served.put("/v2/others/disk/blobs/" + Digest.of(content), new Served("application/octet-stream", content));
    }

    private static String describe(Layer layer) {
        String annotations = layer.annotations().entrySet().stream()
                .map(entry -> "\"%s\":\"%s\"".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(","));
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"annotations\":{%s}}"
                .formatted(layer.mediaType(), Digest.of(layer.content()), layer.content().length, annotations);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
