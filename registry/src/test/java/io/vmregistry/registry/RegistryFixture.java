package io.vmregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vmregistry.registry.access.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A store and a key for one test run. */
public final class RegistryFixture implements QuarkusTestResourceLifecycleManager {

    private @Nullable Path directory;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("registry-test");
            Path key = Files.writeString(directory.resolve("auth.pub"), TestTokens.pem(TestTokens.KEYS));
            return Map.of(
                    "vm-registry.server.host", "127.0.0.1",
                    "vm-registry.server.fs-path", directory.resolve("storage").toString(),
                    "vm-registry.server.fs-fsync", "false",
                    "vm-registry.server.auth-key", key.toString(),
                    "vm-registry.server.token-realm", "http://auth.test/token",
                    "test.store", directory.resolve("storage").toString(),
                    "quarkus.http.test-port", "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The store holds what a store holds, and beside it lies the key that tokens are verified with: nothing else. */
    static void assertNothingElseIn(Path store) throws IOException {
        assertThat(names(store.getParent())).containsExactlyInAnyOrder("storage", "auth.pub");
        assertThat(names(store))
                .containsExactlyInAnyOrder("blobs", "uploads", "manifests", "repositories", "temporary", "locks");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
