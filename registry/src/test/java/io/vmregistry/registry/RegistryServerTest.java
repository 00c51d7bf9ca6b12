package io.vmregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryServerTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Optional<Integer> prepare(Map<String, String> environment, String... arguments) {
        return RegistryServer.prepare(environment, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @AfterEach
    void forget() {
        System.getProperties()
                .keySet()
                .removeIf(key -> key.toString().startsWith("vm-registry.server.")
                        || key.equals("quarkus.http.host-enabled")
                        || key.equals("quarkus.log.console.stderr"));
    }

    @Test
    void takesEveryFlagWithOneDashAndWithTwo() {
        assertThat(prepare(
                        Map.of(), "-port", "5000", "--fs-path", "/srv/x", "-auth", "disabled", "-gc-interval", "30m"))
                .isEmpty();
        assertThat(System.getProperty("vm-registry.server.port")).isEqualTo("5000");
        assertThat(System.getProperty("vm-registry.server.fs-path")).isEqualTo("/srv/x");
        assertThat(System.getProperty("vm-registry.server.auth")).isEqualTo("disabled");
        assertThat(System.getProperty("vm-registry.server.gc-interval")).isEqualTo("30m");
        assertThat(System.getProperty("vm-registry.server.issuer")).isNull();
    }

    @Test
    void helpNamesEveryFlagAndItsVariable() {
        assertThat(prepare(Map.of(), "--help")).contains(0);
        assertThat(out.toString())
                .contains("-port", "-host", "-storage", "-fs-path", "-fs-fsync", "-auth", "-auth-key", "-jwks-url")
                .contains("-issuer", "-audience", "-token-realm", "-gc-interval", "-gc-grace", "-upload-expiry")
                .contains("-max-manifest-size", "-tls-cert", "-tls-key", "-s3-bucket", "VM_REGISTRY_SERVER_FS_PATH");
        assertThat(prepare(Map.of(), "-version")).contains(0);
        assertThat(out.toString()).contains("vm-registry-server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-nonsense", "-port", "stray", "--fs-pth=/x"})
    void anUnknownFlagIsAUsageError(String argument) {
        assertThat(prepare(Map.of(), argument)).contains(2);
        assertThat(err.toString()).contains("--help");
    }

    @Test
    void takesEveryFlagOfTheS3Backend() {
        assertThat(prepare(
                        Map.of(),
                        "-storage",
                        "s3",
                        "-s3-bucket",
                        "images",
                        "--s3-region",
                        "eu-central-1",
                        "-s3-endpoint",
                        "http://127.0.0.1:9000",
                        "-s3-access-key",
                        "key",
                        "-s3-secret-key",
                        "secret",
                        "-s3-path-style",
                        "false",
                        "-s3-spool",
                        "/var/tmp",
                        "-s3-redirect",
                        "-s3-skip-bucket-creation"))
                .isEmpty();
        Map<String, String> expected = Map.of(
                "storage", "s3",
                "s3-bucket", "images",
                "s3-region", "eu-central-1",
                "s3-endpoint", "http://127.0.0.1:9000",
                "s3-access-key", "key",
                "s3-secret-key", "secret",
                "s3-path-style", "false",
                "s3-spool", "/var/tmp",
                "s3-redirect", "true",
                "s3-skip-bucket-creation", "true");
        expected.forEach((name, value) ->
                assertThat(System.getProperty("vm-registry.server." + name)).isEqualTo(value));
        assertThat(System.getProperty("aws.requestChecksumCalculation")).isEqualTo("when_required");
    }

    @Test
    void theS3BackendNeedsABucketAndThereIsNoOther() {
        assertThat(prepare(Map.of(), "-storage", "s3")).contains(2);
        assertThat(prepare(Map.of("VM_REGISTRY_SERVER_STORAGE", "s3"))).contains(2);
        assertThat(err.toString()).contains("-s3-bucket");
        assertThat(prepare(Map.of("VM_REGISTRY_SERVER_S3_BUCKET", "images"), "-storage", "s3"))
                .isEmpty();
        assertThat(prepare(Map.of(), "-storage", "tape")).contains(2);
    }

    @Test
    void aCertificateNeedsItsKey() {
        assertThat(prepare(Map.of(), "-tls-cert", "a.pem")).contains(2);
    }

    @Test
    void gcTakesTheServersFlagsAndItsOwn() {
        assertThat(prepare(Map.of(), "gc", "--dry-run", "-fs-path", "/srv/x", "-auth", "disabled", "-o", "json"))
                .isEmpty();
        assertThat(System.getProperty("vm-registry.server.task")).isEqualTo("collect");
        assertThat(System.getProperty("vm-registry.server.fs-path")).isEqualTo("/srv/x");
        assertThat(System.getProperty("quarkus.http.host-enabled")).isEqualTo("false");
        assertThat(System.getProperty("vm-registry.server.gc-grace")).isNull();
        assertThat(prepare(Map.of(), "gc", "--grace", "5m", "-gc-grace", "3h")).isEmpty();
        assertThat(System.getProperty("vm-registry.server.gc-grace")).isEqualTo("5m");
    }

    @Test
    void gcSaysWhatItDoesAndWhatItDoesNotKnow() {
        assertThat(prepare(Map.of(), "gc", "--help")).contains(0);
        assertThat(out.toString()).contains("--dry-run", "--grace", "text|json", "-fs-path");
        assertThat(prepare(Map.of(), "gc", "-o", "xml")).contains(2);
        assertThat(prepare(Map.of(), "gc", "-nonsense")).contains(2);
        assertThat(prepare(Map.of(), "-dry-run")).contains(2);
    }
}
