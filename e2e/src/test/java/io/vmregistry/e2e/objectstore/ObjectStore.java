package io.vmregistry.e2e.objectstore;

import io.vmregistry.e2e.process.ObjectStoreServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.logging.Level;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;

/** A real S3 server on loopback. */
final class ObjectStore implements AutoCloseable {

    /** Without a level of its own S3Proxy's HTTP server makes a debug message of every read, which nobody prints. */
    private static final Logger LOGGERS = LogContext.getLogContext().getLogger("");

    static {
        LOGGERS.setLevel(Level.WARNING);
    }

    private final S3Proxy server;

    private ObjectStore(S3Proxy server) {
        this.server = server;
    }

    /** One that keeps its objects in memory, on a free port. */
    static ObjectStore start() throws Exception {
        return start(new TransientNio2BlobStore(), 0);
    }

    /** One that keeps its objects in a folder. */
    static ObjectStore start(Path directory, int port) throws Exception {
        return start(new FilesystemNio2BlobStore(directory.toString()), port);
    }

    /** One that keeps its objects in memory. */
    static ObjectStore start(int port) throws Exception {
        return start(new TransientNio2BlobStore(), port);
    }

    private static ObjectStore start(BlobStore objects, int port) throws Exception {
        S3Proxy server = S3Proxy.builder()
                .blobStore(objects)
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(
                        AuthenticationType.AWS_V2_OR_V4, ObjectStoreServer.ACCESS_KEY, ObjectStoreServer.SECRET_KEY)
                .build();
        server.start();
        return new ObjectStore(server);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
