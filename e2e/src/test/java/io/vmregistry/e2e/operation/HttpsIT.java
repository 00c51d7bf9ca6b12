package io.vmregistry.e2e.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.process.AuthServer;
import io.vmregistry.e2e.process.RegistryServer;
import io.vmregistry.e2e.process.TemporaryFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** The servers with a certificate of their own. */
class HttpsIT {

    /** What a server answers to a GET; empty when it closes the connection instead. */
    private static String get(SocketFactory sockets, int port, String path) throws IOException {
        try (Socket socket = sockets.createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .formatted(path)
                            .getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (SocketException closed) {
            return "";
        }
    }

    /** Of connections to whoever has the key of this certificate, whatever it is called. */
    private static SocketFactory trusting(Path certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private static void servesHttpsAlone(SocketFactory secure, int port, String path) throws IOException {
        assertThat(get(secure, port, path)).startsWith("HTTP/1.1 200 ");
        assertThat(get(SocketFactory.getDefault(), port, path)).doesNotStartWith("HTTP/1.1 2");
    }

    @Test
    void withACertificateTheyServeHttpsAndNothingElse() throws Exception {
        try (TemporaryFolder folder = TemporaryFolder.create();
                AuthServer plain = AuthServer.start(folder.path(), folder.path().resolve("keys.log"))) {
            SocketFactory secure = trusting(plain.certificate());
            String[] flags = {
                "-tls-cert",
                plain.certificate().toString(),
                "-tls-key",
                plain.privateKey().toString()
            };
            try (RegistryServer registry = RegistryServer.startOpen(
                    folder.path(), folder.path().resolve("store"), folder.path().resolve("registry.log"), flags)) {
                servesHttpsAlone(secure, registry.port(), "/v2/");
            }
            try (AuthServer auth =
                    AuthServer.start(folder.folder("second"), folder.path().resolve("auth.log"), flags)) {
                servesHttpsAlone(secure, auth.port(), "/token");
            }
        }
    }
}
