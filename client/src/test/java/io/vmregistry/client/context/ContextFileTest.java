package io.vmregistry.client.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.configuration.ConfigurationDirectory;
import io.vmregistry.client.daemon.DaemonTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextFileTest {

    private static final Context LAB = new Context(
            "lab",
            Optional.of("tcp://lab:7443"),
            Optional.of("http://registry: \"quoted\""),
            Optional.empty(),
            Optional.of(new DaemonTls(Path.of("/ca"), Path.of("/cert"), Path.of("/key"))));

    @TempDir
    Path home;

    @Test
    void theDefaultContextIsThereWithoutAFile() {
        assertThat(file().read().current()).isEqualTo("default");
        assertThat(file().read().all()).containsExactly(Context.DEFAULT);
    }

    @Test
    void keepsContextsAndWhichIsCurrent() {
        file().put(LAB);
        file().use("lab");

        assertThat(file().read().current()).isEqualTo("lab");
        assertThat(file().read().find("lab")).contains(LAB);
        assertThat(file().read().all()).containsExactly(Context.DEFAULT, LAB);

        file().remove("lab");
        assertThat(file().read().current()).isEqualTo("default");
        assertThat(file().read().find("lab")).isEmpty();
    }

    @Test
    void aFileThatIsNoYamlSaysWhere() throws IOException {
        Files.createDirectories(home.resolve("vmr"));
        Files.writeString(home.resolve("vmr/contexts.yaml"), "contexts: [");

        assertThatThrownBy(() -> file().read())
                .isInstanceOf(ClientException.ConfigurationFault.class)
                .hasMessageContaining("contexts.yaml");
    }

    private ContextFile file() {
        return new ContextFile(new ConfigurationDirectory(home.resolve("vmr")));
    }
}
