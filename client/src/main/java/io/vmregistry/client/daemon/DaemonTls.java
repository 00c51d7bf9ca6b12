package io.vmregistry.client.daemon;

import java.nio.file.Path;

/**
 * How a client and a remote daemon know each other: PEM files.
 *
 * @param authority the certificates that the daemon's is signed by
 * @param certificate the client's own
 * @param key of the client's certificate, PKCS 8
 */
public record DaemonTls(Path authority, Path certificate, Path key) {}
