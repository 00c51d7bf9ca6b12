package io.vmregistry.store.s3;

import java.net.URI;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** S3Proxy: checks signatures, and its conditional writes hold under a race. */
final class S3ProxyServer {

    /** Started with the first test that needs it; it ends with the process. */
    static final S3Server SERVER = start();

    private S3ProxyServer() {}

    private static S3Server start() {
        try {
            S3Proxy proxy = S3Proxy.builder()
                    .blobStore(new TransientNio2BlobStore())
                    .endpoint(URI.create("http://127.0.0.1:0"))
                    .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, S3Server.ACCESS_KEY, S3Server.SECRET_KEY)
                    .build();
            proxy.start();
            return new S3Server(URI.create("http://127.0.0.1:" + proxy.getPort()));
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy did not start", e);
        }
    }
}
