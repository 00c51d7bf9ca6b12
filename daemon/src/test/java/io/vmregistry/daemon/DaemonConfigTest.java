package io.vmregistry.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DaemonConfigTest {

    @Test
    void defaultsAreTheDesignDocuments() {
        DaemonConfig config = config(Map.of());
        assertThat(config.socket()).isEqualTo(Path.of("/var/run/vm-registry.sock"));
        assertThat(config.fsPath()).isEqualTo(Path.of("/var/lib/vm-registry"));
        assertThat(config.storage()).isEqualTo("filesystem");
        assertThat(config.registryUrl()).isEmpty();
        assertThat(config.authUrl()).isEmpty();
        assertThat(config.hypervisor()).isEqualTo("auto");
        assertThat(config.libvirtUri()).isEqualTo("qemu:///system");
        assertThat(config.accel()).isEqualTo("auto");
        assertThat(config.listen()).isEmpty();
        assertThat(config.socketGroup()).isEmpty();
        assertThat(config.cacheMaxSize()).isEmpty();
        assertThat(config.stopTimeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void readsTheDesignDocumentsVariables() {
        DaemonConfig config = config(Map.of(
                "VM_REGISTRY_SOCKET_PATH", "/tmp/x.sock",
                "VM_REGISTRY_STORAGE_PATH", "/tmp/store",
                "VM_REGISTRY_SERVER_URL", "http://127.0.0.1:1",
                "VM_AUTH_SERVER_URL", "http://127.0.0.1:2"));
        assertThat(config.socket()).isEqualTo(Path.of("/tmp/x.sock"));
        assertThat(config.fsPath()).isEqualTo(Path.of("/tmp/store"));
        assertThat(config.registryUrl()).contains("http://127.0.0.1:1");
        assertThat(config.authUrl()).contains("http://127.0.0.1:2");
    }

    private static DaemonConfig config(Map<String, String> variables) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(variables, "variables", 300))
                .withMapping(DaemonConfig.class)
                .build()
                .getConfigMapping(DaemonConfig.class);
    }
}
