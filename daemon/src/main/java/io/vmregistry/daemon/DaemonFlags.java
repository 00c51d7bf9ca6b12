package io.vmregistry.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/**
 * The flags of {@code vm-registry-daemon}, each with one dash or two. They are read before the application starts and
 * become system properties, which {@link DaemonConfig} reads; a flag that was not given leaves its variable or default.
 */
@Command(
        name = "vm-registry-daemon",
        description =
                "Keeps this host's virtual machine images and machines, and serves them to vmr over a Unix socket.",
        versionProvider = DaemonFlags.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true)
final class DaemonFlags {

    private static final String PREFIX = "vm-registry.daemon.";

    /** What a log level is called in the flag, and in the logging library. */
    enum LogLevel {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    private final Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = {"-h", "-help", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    boolean help;

    @Option(
            names = {"-V", "-version", "--version"},
            versionHelp = true,
            description = "Shows the version.")
    boolean version;

    @Option(
            names = {"-socket", "--socket"},
            paramLabel = "PATH",
            description = "Unix socket to listen on (VM_REGISTRY_SOCKET_PATH; /var/run/vm-registry.sock).")
    void socket(String value) {
        properties.put(PREFIX + "socket", value);
    }

    @Option(
            names = {"-socket-group", "--socket-group"},
            paramLabel = "GROUP",
            description = "Group that may use the socket.")
    void socketGroup(String value) {
        properties.put(PREFIX + "socket-group", value);
    }

    @Option(
            names = {"-registry-url", "--registry-url"},
            paramLabel = "URL",
            description = "Registry that images without a host come from (VM_REGISTRY_SERVER_URL).")
    void registryUrl(String value) {
        properties.put(PREFIX + "registry-url", value);
    }

    @Option(
            names = {"-auth-url", "--auth-url"},
            paramLabel = "URL",
            description = "Auth server (VM_AUTH_SERVER_URL).")
    void authUrl(String value) {
        properties.put(PREFIX + "auth-url", value);
    }

    @Option(
            names = {"-storage", "--storage"},
            paramLabel = "filesystem|s3",
            description = "Where images are stored (filesystem).")
    void storage(String value) {
        properties.put(PREFIX + "storage", value);
    }

    @Option(
            names = {"-fs-path", "--fs-path"},
            paramLabel = "DIR",
            description = "Folder of images, machines and sessions (VM_REGISTRY_STORAGE_PATH; /var/lib/vm-registry).")
    void fsPath(String value) {
        properties.put(PREFIX + "fs-path", value);
    }

    @Option(
            names = {"-log-level", "--log-level"},
            paramLabel = "trace|debug|info|warn|error",
            defaultValue = "${env:VM_REGISTRY_LOG_LEVEL:-info}",
            description = "How much is logged (VM_REGISTRY_LOG_LEVEL; info).")
    void logLevel(LogLevel value) {
        properties.put("quarkus.log.category.\"io.vmregistry\".level", value.name());
        properties.put("quarkus.log.category.\"io.vmregistry\".min-level", "TRACE");
    }

    @Option(
            names = {"-hypervisor", "--hypervisor"},
            paramLabel = "auto|libvirt|qemu|propolis|simulated",
            description = "What runs the machines (auto); qemu and propolis are not part of this version.")
    void hypervisor(String value) {
        properties.put(PREFIX + "hypervisor", value);
    }

    @Option(
            names = {"-libvirt-uri", "--libvirt-uri"},
            paramLabel = "URI",
            description = "libvirt to connect to (qemu:///system).")
    void libvirtUri(String value) {
        properties.put(PREFIX + "libvirt-uri", value);
    }

    @Option(
            names = {"-accel", "--accel"},
            paramLabel = "auto|kvm|tcg",
            description = "Accelerator of the machines; auto tries KVM with a guest (auto).")
    void accel(String value) {
        properties.put(PREFIX + "accel", value);
    }

    @Option(
            names = {"-listen", "--listen"},
            paramLabel = "HOST:PORT",
            description = "Also listen on TCP; needs -tls-cert, -tls-key and -tls-client-ca.")
    void listen(String value) {
        properties.put(PREFIX + "listen", value);
    }

    @Option(
            names = {"-tls-cert", "--tls-cert"},
            paramLabel = "FILE",
            description = "Certificate chain of the TCP listener, PEM.")
    void tlsCert(String value) {
        properties.put(PREFIX + "tls-cert", value);
    }

    @Option(
            names = {"-tls-key", "--tls-key"},
            paramLabel = "FILE",
            description = "Private key of the TCP listener, PEM, PKCS8.")
    void tlsKey(String value) {
        properties.put(PREFIX + "tls-key", value);
    }

    @Option(
            names = {"-tls-client-ca", "--tls-client-ca"},
            paramLabel = "FILE",
            description = "Authorities whose clients may connect over TCP, PEM.")
    void tlsClientCa(String value) {
        properties.put(PREFIX + "tls-client-ca", value);
    }

    @Option(
            names = {"-cache-max-size", "--cache-max-size"},
            paramLabel = "SIZE",
            description = "Largest size of pulled images that no machine uses; not part of this version.")
    void cacheMaxSize(String value) {
        properties.put(PREFIX + "cache-max-size", value);
    }

    @Option(
            names = {
                "-s3-bucket",
                "--s3-bucket",
                "-s3-region",
                "--s3-region",
                "-s3-endpoint",
                "--s3-endpoint",
                "-s3-access-key",
                "--s3-access-key",
                "-s3-secret-key",
                "--s3-secret-key"
            },
            paramLabel = "VALUE",
            description = "S3 storage; accepted, and used once -storage s3 is built.")
    @Nullable
    String s3;

    @Option(
            names = {"-s3-skip-bucket-creation", "--s3-skip-bucket-creation"},
            description = "S3 storage: do not create the bucket.")
    boolean s3SkipBucketCreation;

    /** What the given flags set, by property. */
    Map<String, String> properties() {
        return properties;
    }

    /** A parser for these flags, with the manners of the program's other flags. */
    CommandLine parser() {
        return new CommandLine(this)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setPosixClusteredShortOptionsAllowed(false)
                .setOverwrittenOptionsAllowed(true);
    }

    /** The version that the build wrote into the program. */
    static String programVersion() {
        Properties properties = new Properties();
        try (InputStream resource = DaemonFlags.class.getResourceAsStream("/version.properties")) {
            properties.load(Optional.ofNullable(resource).orElseGet(InputStream::nullInputStream));
        } catch (IOException e) {
            throw new IllegalStateException("the program's version.properties cannot be read", e);
        }
        return properties.getProperty("version", "unknown");
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"vm-registry-daemon " + programVersion()};
        }
    }
}
