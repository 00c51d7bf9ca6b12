package io.vmregistry.daemon;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The daemon's settings. Each has a flag ({@link DaemonFlags}), a property {@code vm-registry.daemon.…} and a variable
 * {@code VM_REGISTRY_DAEMON_…}; where the design documents give a variable another name, that name works as well. A flag
 * wins over a variable, a variable over {@code application.properties}.
 */
@ConfigMapping(prefix = "vm-registry.daemon")
public interface DaemonConfig {

    /** Path of the Unix socket. {@code -socket}, {@code VM_REGISTRY_SOCKET_PATH}. */
    @WithDefault("${VM_REGISTRY_SOCKET_PATH:/var/run/vm-registry.sock}")
    Path socket();

    /** Group that may use the socket, besides its owner. Empty: the daemon's own. {@code -socket-group}. */
    Optional<String> socketGroup();

    /** Registry that references without a host mean. {@code -registry-url}, {@code VM_REGISTRY_SERVER_URL}. */
    @WithDefault("${VM_REGISTRY_SERVER_URL:}")
    Optional<String> registryUrl();

    /** Auth server for logins. {@code -auth-url}, {@code VM_AUTH_SERVER_URL}. */
    @WithDefault("${VM_AUTH_SERVER_URL:}")
    Optional<String> authUrl();

    /** {@code filesystem} or {@code s3}. {@code -storage}. */
    @WithDefault("filesystem")
    String storage();

    /** Where images, machines and sessions are kept. {@code -fs-path}, {@code VM_REGISTRY_STORAGE_PATH}. */
    @WithDefault("${VM_REGISTRY_STORAGE_PATH:/var/lib/vm-registry}")
    Path fsPath();

    /** {@code auto}, {@code libvirt}, {@code qemu}, {@code propolis} or {@code simulated}. {@code -hypervisor}. */
    @WithDefault("auto")
    String hypervisor();

    /** Which libvirt to use. {@code -libvirt-uri}. */
    @WithDefault("qemu:///system")
    String libvirtUri();

    /** {@code auto}, {@code kvm} or {@code tcg}. {@code -accel}. */
    @WithDefault("auto")
    String accel();

    /** {@code HOST:PORT} of a TCP listener; mTLS only. {@code -listen}. */
    Optional<String> listen();

    /** PEM certificate chain of the TCP listener. {@code -tls-cert}. */
    Optional<Path> tlsCert();

    /** PEM private key (PKCS8) of the TCP listener. {@code -tls-key}. */
    Optional<Path> tlsKey();

    /** PEM certificates of the authorities whose clients may connect. {@code -tls-client-ca}. */
    Optional<Path> tlsClientCa();

    /** Largest size of pulled images that no machine uses, such as {@code 50GiB}. {@code -cache-max-size}. */
    Optional<String> cacheMaxSize();

    /** How long a stop waits for calls in progress. */
    @WithDefault("30S")
    Duration stopTimeout();
}
