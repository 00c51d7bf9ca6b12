package io.vmregistry.store.s3;

import com.adobe.testing.s3mock.S3MockApplication;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Adobe's S3Mock: believes every signature, and conditional writes of it can lose a race. */
final class S3MockServer {

    /** Started with the first test that needs it; it ends with the process. */
    static final S3Server SERVER = start();

    private S3MockServer() {}

    private static S3Server start() {
        Map<String, Object> properties = new HashMap<>();
        properties.put(S3MockApplication.PROP_HTTP_PORT, "0");
        properties.put(S3MockApplication.PROP_HTTPS_PORT, "0");
        properties.put(S3MockApplication.PROP_SILENT, "true");
        properties.put("server.address", "127.0.0.1");
        S3MockApplication mock = S3MockApplication.start(properties);
        return new S3Server(URI.create("http://127.0.0.1:" + mock.getHttpPort()));
    }
}
