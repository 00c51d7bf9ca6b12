package io.vmregistry.spec.machine;

import java.util.Optional;

/**
 * How a client reaches a guest's shell.
 *
 * @param privateKey a path on the client's machine, as it was written; never the key itself
 */
public record SshAccess(Optional<String> user, Optional<String> privateKey, int port) {

    public static final int DEFAULT_PORT = 22;

    /** What holds when a document says nothing. */
    public static final SshAccess DEFAULT = new SshAccess(Optional.empty(), Optional.empty(), DEFAULT_PORT);

    public SshAccess {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535: " + port);
        }
    }
}
