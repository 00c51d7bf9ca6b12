package io.vmregistry.daemon.grpc;

import io.vmregistry.daemon.StartRefusedException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/** Where the daemon listens. */
public sealed interface ListenAddress {

    /**
     * A socket in the file system, for the host's users: mode 0660.
     *
     * @param path absolute
     * @param group who may use it besides the owner; empty: the process's group
     */
    record UnixSocket(Path path, Optional<String> group) implements ListenAddress {
        @Override
        public String toString() {
            return "unix://" + path;
        }
    }

    /** TCP where both sides show a certificate. The files are PEM; the key is PKCS8. */
    record MutualTls(InetSocketAddress address, Path certificate, Path key, Path clientAuthorities)
            implements ListenAddress {

        /**
         * Reads {@code HOST:PORT}; an IPv6 address stands in brackets.
         *
         * @throws StartRefusedException when the text is something else
         */
        public static MutualTls parse(String hostAndPort, Path certificate, Path key, Path clientAuthorities) {
            int colon = hostAndPort.lastIndexOf(':');
            String port = hostAndPort.substring(colon + 1);
            if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
                throw new StartRefusedException(
                        "Tried to listen on \"%s\" but failed because it is not HOST:PORT. Write it like 0.0.0.0:7443."
                                .formatted(hostAndPort));
            }
            String host = hostAndPort.substring(0, colon);
            String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
            return new MutualTls(
                    new InetSocketAddress(bare, Integer.parseInt(port)), certificate, key, clientAuthorities);
        }

        @Override
        public String toString() {
            return "tcp://" + address.getHostString() + ":" + address.getPort();
        }
    }
}
