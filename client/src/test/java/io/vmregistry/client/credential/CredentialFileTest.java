package io.vmregistry.client.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.configuration.ConfigurationDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialFileTest {

    private static final StoredSession SESSION = new StoredSession(
            "ada",
            Optional.of(Secret.of("refresh")),
            Optional.of(Secret.of("access")),
            Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    Path home;

    @Test
    void keepsSessionsByAddress() {
        CredentialFile file = file();
        file.put("http://a", SESSION);
        file.put("http://b", new StoredSession("bob", Optional.empty(), Optional.empty(), Instant.EPOCH));

        assertThat(file().find("http://a")).contains(SESSION);
        assertThat(file().find("http://b").orElseThrow().username()).isEqualTo("bob");
        assertThat(file.remove("http://a")).isTrue();
        assertThat(file.remove("http://a")).isFalse();
        assertThat(file().find("http://a")).isEmpty();
        assertThat(file().find("http://b")).isPresent();
    }

    @Test
    void isReadableByItsOwnerOnly() throws IOException {
        file().put("http://a", SESSION);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> file().find("http://a"))
                .isInstanceOf(ClientException.ConfigurationFault.class)
                .hasMessageContaining("other users can read it");
    }

    @Test
    void aDamagedFileIsNotQuoted() throws IOException {
        file().put("http://a", SESSION);
        Files.write(path(), "{\"sessions\": \"hunter2".getBytes(UTF_8));

        assertThatThrownBy(() -> file().find("http://a"))
                .isInstanceOf(ClientException.ConfigurationFault.class)
                .hasNoCause()
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void theFolderComesFromTheEnvironment() {
        Path folder = Path.of("/home/ada");
        assertThat(ConfigurationDirectory.from(Map.of(), folder).file("x"))
                .isEqualTo(Path.of("/home/ada/.config/vmr/x"));
        assertThat(ConfigurationDirectory.from(Map.of("XDG_CONFIG_HOME", "/xdg"), folder)
                        .file("x"))
                .isEqualTo(Path.of("/xdg/vmr/x"));
        assertThat(ConfigurationDirectory.from(Map.of("XDG_CONFIG_HOME", "/xdg", "VMR_CONFIG_DIR", "/own"), folder)
                        .file("x"))
                .isEqualTo(Path.of("/own/x"));
    }

    private Path path() {
        return home.resolve("vmr/credentials.json");
    }

    private CredentialFile file() {
        return new CredentialFile(new ConfigurationDirectory(home.resolve("vmr")));
    }
}
