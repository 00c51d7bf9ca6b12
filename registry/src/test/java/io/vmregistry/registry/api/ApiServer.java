package io.vmregistry.registry.api;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A real HTTP server on loopback that serves one API, without the rest of the program. Closing it waits for its
 * requests.
 */
public final class ApiServer implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    public ApiServer(BodyMemory memory, ApiVersion api) {
        Requests requests = new Requests(threads, new Unobserved(), memory);
        Router router = Router.router(vertx);
        router.route().handler(routing -> requests.run(routing, api));
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.actualPort() + path);
    }

    Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        threads.close();
    }

    private static final class Unobserved implements RequestObserver {
        @Override
        public void begun() {
            // nobody looks
        }

        @Override
        public void over(Finished finished) {
            // nobody looks
        }
    }
}
