package io.vmregistry.registry.api;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The API as an OpenAPI document, which is written by hand and part of the program. Everybody may read it. */
public final class ApiDescription implements Handler<RoutingContext> {

    public static final String PATH = "/q/openapi";

    private static final String DOCUMENT = "/openapi.yaml";

    private final Buffer document;

    public ApiDescription() {
        this.document = Buffer.buffer(read());
    }

    static byte[] read() {
        try (InputStream document = ApiDescription.class.getResourceAsStream(DOCUMENT)) {
            if (document == null) {
                throw new IllegalStateException("the program lacks its own " + DOCUMENT + "; build it again");
            }
            return document.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void handle(RoutingContext routing) {
        routing.response().putHeader("Content-Type", "application/yaml").end(document);
    }
}
