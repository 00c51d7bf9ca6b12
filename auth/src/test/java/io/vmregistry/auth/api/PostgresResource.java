package io.vmregistry.auth.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vmregistry.auth.database.DatabaseUrl;
import io.vmregistry.auth.database.embedded.EmbeddedPostgres;
import io.vmregistry.auth.database.embedded.PostgresOfTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL in a temporary directory, behind a relay, with keys and hashes that are cheap to make. */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {

    static final String ADMIN_PASSWORD = "the first password";

    private @Nullable Path directory;
    private @Nullable EmbeddedPostgres postgres;
    private @Nullable SwitchableRelay relay;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("auth-test");
            Path password = Files.writeString(directory.resolve("admin"), ADMIN_PASSWORD + "\n");
            postgres = PostgresOfTests.start(directory.resolve("postgres"));
            DatabaseUrl url = postgres.url();
            relay = new SwitchableRelay(url.port());
            DatabaseUrl relayed =
                    new DatabaseUrl(url.host(), relay.port(), url.database(), url.username(), url.password(), Map.of());
            return Map.ofEntries(
                    Map.entry("quarkus.http.host", "127.0.0.1"),
                    Map.entry("quarkus.http.test-port", "0"),
                    Map.entry("quarkus.datasource.jdbc.url", relayed.jdbcUrl()),
                    Map.entry("quarkus.datasource.username", relayed.username()),
                    Map.entry("quarkus.datasource.password", relayed.password()),
                    // A database that does not answer is given up soon enough for a test.
                    Map.entry("quarkus.datasource.jdbc.additional-jdbc-properties.socketTimeout", "5"),
                    // Tests choose where they come from: X-Forwarded-For is believed.
                    Map.entry("vm-registry.auth.trusted-proxies", "127.0.0.1"),
                    Map.entry("vm-registry.auth.registrations", "1000000"),
                    Map.entry("vm-registry.auth.bcrypt-cost", "4"),
                    Map.entry("vm-registry.auth.key-bits", "2048"),
                    Map.entry(
                            "vm-registry.auth.keys-dir",
                            directory.resolve("keys").toString()),
                    Map.entry("vm-registry.auth.admin-password-file", password.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        if (relay != null) {
            injector.injectIntoFields(relay, new TestInjector.MatchesType(SwitchableRelay.class));
        }
    }

    @Override
    public void stop() {
        if (relay != null) {
            relay.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        if (directory != null) {
            try (Stream<Path> files = Files.walk(directory)) {
                List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : all) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
