package io.vmregistry.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonTest {

    @TempDir
    private Path folder;

    @Test
    void refusesWhatItWouldIgnore() {
        refuses("cache-max-size", "50GiB", "does not limit what it keeps");
        refuses("storage", "s3", "on the filesystem only");
        refuses("registry-url", "registry.example.com", "Write it like http://127.0.0.1:8080");
        assertThat(folder).isEmptyDirectory();
    }

    private void refuses(String property, String value, String because) {
        DaemonConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(DaemonConfig.class)
                .withDefaultValues(Map.of(
                        "vm-registry.daemon.fs-path",
                        folder.resolve("store").toString(),
                        "vm-registry.daemon." + property,
                        value))
                .build()
                .getConfigMapping(DaemonConfig.class);

        assertThatThrownBy(() -> Daemon.start(config))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("\"" + value + "\"")
                .hasMessageContaining(because);
    }
}
