package io.vmregistry.client.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContextTest {

    private static final Context HERE = Context.DEFAULT;
    private static final Context LAB =
            new Context("lab", Optional.of("ssh://lab"), Optional.empty(), Optional.empty(), Optional.empty());

    @Test
    void takesTheMostParticularAddress() {
        Map<String, String> environment = new HashMap<>();
        assertThat(HERE.host(name -> Optional.ofNullable(environment.get(name))))
                .isEmpty();

        environment.put("VM_REGISTRY_SOCKET_PATH", "/run/daemon.sock");
        assertThat(HERE.host(name -> Optional.ofNullable(environment.get(name))))
                .contains("/run/daemon.sock");
        assertThat(LAB.host(name -> Optional.ofNullable(environment.get(name)))).contains("ssh://lab");

        environment.put("VMR_HOST", "tcp://other:1");
        assertThat(LAB.host(name -> Optional.ofNullable(environment.get(name)))).contains("tcp://other:1");
    }
}
