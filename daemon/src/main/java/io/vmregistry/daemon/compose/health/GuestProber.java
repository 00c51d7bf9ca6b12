package io.vmregistry.daemon.compose.health;

import io.vmregistry.daemon.machine.Machine;
import io.vmregistry.spec.compose.Healthcheck;
import io.vmregistry.spec.compose.Healthcheck.Probe;
import io.vmregistry.spec.compose.Healthcheck.Scheme;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Probes over the guest's network from the host, and its serial console's log. */
final class GuestProber implements Prober {

    private final ConsoleSearch console = new ConsoleSearch();

    @Override
    public Optional<String> probe(Machine machine, Healthcheck check) {
        return switch (check.probe()) {
            case Probe.Console(String pattern) -> console.search(machine.consoleLog(), pattern, check.timeout());
            case Probe.Tcp(int port) -> atAddress(machine, address -> connect(address, port, check.timeout()));
            case Probe.Http http -> atAddress(machine, address -> get(address, http, check.timeout()));
            case Probe.Exec exec -> Optional.of("exec needs the guest agent, which this daemon does not speak to yet");
        };
    }

    /** A look at one address. */
    @FunctionalInterface
    private interface Look {
        void at(InetAddress address) throws IOException;
    }

    private static Optional<String> atAddress(Machine machine, Look look) {
        if (machine.addresses().isEmpty()) {
            return Optional.of("the guest has no address yet");
        }
        InetAddress address = machine.addresses().getFirst();
        try {
            look.at(address);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("%s: %s".formatted(address.getHostAddress(), e.getMessage()));
        }
    }

    private static void connect(InetAddress address, int port, Duration timeout) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), millis(timeout));
        } catch (IOException e) {
            throw new IOException("port " + port + ": " + e.getMessage(), e);
        }
    }

    private static void get(InetAddress address, Probe.Http http, Duration timeout) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) url(address, http).toURL().openConnection(Proxy.NO_PROXY);
        try {
            if (connection instanceof HttpsURLConnection secured) {
                secured.setSSLSocketFactory(anyCertificate().getSocketFactory());
                secured.setHostnameVerifier((host, session) -> true);
            }
            connection.setConnectTimeout(millis(timeout));
            connection.setReadTimeout(millis(timeout));
            connection.setInstanceFollowRedirects(false);
            int status = connection.getResponseCode();
            if (status < 200 || status > 399) {
                throw new IOException("GET %s answered %d".formatted(http.path(), status));
            }
        } finally {
            connection.disconnect();
        }
    }

    private static URI url(InetAddress address, Probe.Http http) throws IOException {
        int query = http.path().indexOf('?');
        String path = query < 0 ? http.path() : http.path().substring(0, query);
        try {
            return new URI(
                    http.scheme() == Scheme.HTTPS ? "https" : "http",
                    null,
                    address.getHostAddress(),
                    http.port(),
                    path,
                    query < 0 ? null : http.path().substring(query + 1),
                    null);
        } catch (URISyntaxException e) {
            throw new IOException("no such path: " + http.path(), e);
        }
    }

    /** A health check asks whether somebody answers, not who: a guest's certificate is usually its own. */
    private static SSLContext anyCertificate() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS: " + e.getMessage(), e);
        }
    }

    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static int millis(Duration timeout) {
        return Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
    }
}
