package io.vmregistry.client.daemon;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Where a daemon listens, as a user writes it: {@code unix:///path}, {@code tcp://host:port}, {@code ssh://user@host}. */
public sealed interface DaemonAddress {

    /** The socket that a daemon makes when it is told nothing else. */
    DaemonAddress DEFAULT = new Unix(Path.of("/var/run/vm-registry.sock"));

    record Unix(Path socket) implements DaemonAddress {
        @Override
        public String toString() {
            return "unix://" + socket;
        }
    }

    record Tcp(String host, int port) implements DaemonAddress {
        public Tcp {
            if (host.isEmpty() || port < 1 || port > 65535) {
                throw new IllegalArgumentException("not a host and port: " + host + ":" + port);
            }
        }

        @Override
        public String toString() {
            return "tcp://" + host + ":" + port;
        }
    }

    record Ssh(String destination) implements DaemonAddress {
        @Override
        public String toString() {
            return "ssh://" + destination;
        }
    }

    /** Empty when the text is none of the three. An absolute path means the Unix socket there. */
    static Optional<DaemonAddress> parse(String text) {
        if (text.startsWith("/")) {
            return Optional.of(new Unix(Path.of(text)));
        }
        int colon = text.indexOf("://");
        String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = colon < 0 ? "" : text.substring(colon + 3);
        if (rest.isEmpty()) {
            return Optional.empty();
        }
        return switch (scheme) {
            case "unix" -> rest.startsWith("/") ? Optional.of(new Unix(Path.of(rest))) : Optional.empty();
            case "tcp" -> tcp(text);
            case "ssh" -> Optional.of(new Ssh(rest));
            default -> Optional.empty();
        };
    }

    private static Optional<DaemonAddress> tcp(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > 65535
                    ? Optional.empty()
                    : Optional.of(new Tcp(uri.getHost(), uri.getPort()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
