package io.vmregistry.cli.command;

import io.vmregistry.cli.Surroundings;
import io.vmregistry.client.context.Context;
import io.vmregistry.client.daemon.DaemonAddress;
import io.vmregistry.client.daemon.DaemonTls;
import io.vmregistry.client.http.HttpAddress;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What a context is made of, as options. What is not given stays as it was. */
final class ContextSettings {

    @Option(names = "--daemon", paramLabel = "ADDRESS", description = "The daemon's address; --host does the same.")
    Optional<String> daemon = Optional.empty();

    @Option(names = "--registry-url", paramLabel = "URL", description = "Overrides the daemon's registry.")
    Optional<String> registryUrl = Optional.empty();

    @Option(names = "--auth-url", paramLabel = "URL", description = "Overrides the daemon's auth server.")
    Optional<String> authUrl = Optional.empty();

    @Option(names = "--tls-ca", paramLabel = "FILE", description = "Who signed the daemon's certificate.")
    Optional<String> tlsCa = Optional.empty();

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "Your certificate.")
    Optional<String> tlsCert = Optional.empty();

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Your certificate's key.")
    Optional<String> tlsKey = Optional.empty();

    Context applied(Desk desk, Context before) {
        Optional<String> host = daemon.or(() -> desk.options().host);
        host.ifPresent(ContextSettings::requireAddress);
        registryUrl.ifPresent(ContextSettings::requireUrl);
        authUrl.ifPresent(ContextSettings::requireUrl);
        return new Context(
                before.name(),
                host.or(before::host),
                registryUrl.or(before::registryUrl),
                authUrl.or(before::authUrl),
                tls(desk).or(before::tls));
    }

    private Optional<DaemonTls> tls(Desk desk) {
        long given =
                Stream.of(tlsCa, tlsCert, tlsKey).filter(Optional::isPresent).count();
        if (given == 0) {
            return Optional.empty();
        }
        if (given < 3) {
            throw new UsageFaultException("--tls-ca, --tls-cert and --tls-key belong together.");
        }
        Surroundings surroundings = desk.surroundings();
        return Optional.of(new DaemonTls(
                surroundings.resolve(tlsCa.orElseThrow()),
                surroundings.resolve(tlsCert.orElseThrow()),
                surroundings.resolve(tlsKey.orElseThrow())));
    }

    private static void requireAddress(String text) {
        if (DaemonAddress.parse(text).isEmpty()) {
            throw new UsageFaultException(
                    "\"" + text + "\" is no daemon's address. Write unix:///path, tcp://host:port or ssh://user@host.");
        }
    }

    private static void requireUrl(String text) {
        if (HttpAddress.parse(text).isEmpty()) {
            throw new UsageFaultException("\"" + text + "\" is no address. Write http://host:port or https://host.");
        }
    }
}
