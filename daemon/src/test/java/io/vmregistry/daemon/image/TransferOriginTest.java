package io.vmregistry.daemon.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.vmregistry.client.ClientException;
import io.vmregistry.client.credential.RegistryLogin;
import io.vmregistry.client.credential.Secret;
import io.vmregistry.client.transfer.TransferListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which registry a transfer goes to, and what it is shown. */
@Timeout(30)
class TransferOriginTest {

    @TempDir
    Path folder;

    private Refusing ours;
    private Refusing other;

    @BeforeEach
    void start() throws IOException {
        ours = new Refusing();
        other = new Refusing();
    }

    @AfterEach
    void stop() {
        ours.server.stop(0);
        other.server.stop(0);
    }

    @Test
    void aTokenIsNotShownToARegistryThatOnlyTheImageNames() {
        pull(other.authority() + "/ada/debian:12", Optional.empty());

        assertThat(other.shown).isNotEmpty().allMatch(String::isEmpty);
        assertThat(ours.shown).isEmpty();
    }

    @Test
    void aTokenIsShownToTheDaemonsRegistryAndToTheOneThatTheCallerNames() {
        pull("ada/debian:12", Optional.empty());
        pull("ada/debian:12", Optional.of(other.url().toString()));
        pull(ours.authority() + "/ada/debian:12", Optional.empty());

        assertThat(ours.shown).isNotEmpty().allMatch("Bearer of-ada"::equals);
        assertThat(other.shown).isNotEmpty().allMatch("Bearer of-ada"::equals);
    }

    @Test
    void theHostInTheNameGoesBeforeTheUrlOfTheCall() {
        pull(other.authority() + "/ada/debian:12", Optional.of(ours.url().toString()));

        assertThat(other.shown).isNotEmpty();
        assertThat(ours.shown).isEmpty();
    }

    @Test
    void aLoginIsShownToItsOwnRegistryAlone() {
        RegistryLogin login = new RegistryLogin.WithPassword(other.authority(), "ada", Secret.of("s"));

        pull(other.authority() + "/ada/debian:12", Optional.empty(), login);
        pull(ours.authority() + "/ada/debian:12", Optional.empty(), login);

        assertThat(other.shown).containsExactly("", "Basic YWRhOnM=");
        assertThat(ours.shown).isNotEmpty().noneMatch(shown -> shown.startsWith("Basic"));
    }

    private void pull(
            String image,
            @SuppressWarnings("OptionalUsedAsFieldOrParameterType") Optional<String> url,
            RegistryLogin... logins) {
        try (ImageFixture images = new ImageFixture(folder, Optional.of(ours.url()))) {
            TransferRequest request = new TransferRequest(image, url, Optional.of("of-ada"), List.of(logins), "uid-1");
            assertThatThrownBy(() -> images.store.transfers().pull(request, TransferListener.silent()))
                    .isInstanceOf(ClientException.Unauthenticated.class);
        }
    }

    /** A registry that lets nobody in and remembers what it was shown. */
    private static final class Refusing {
        final List<String> shown = new CopyOnWriteArrayList<>();
        final HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);

        Refusing() throws IOException {
            server.createContext("/", exchange -> {
                shown.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                        .orElse(""));
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"somewhere\"");
                exchange.sendResponseHeaders(401, -1);
                exchange.close();
            });
            server.start();
        }

        String authority() {
            return "127.0.0.1:" + server.getAddress().getPort();
        }

        URI url() {
            return URI.create("http://" + authority());
        }
    }
}
