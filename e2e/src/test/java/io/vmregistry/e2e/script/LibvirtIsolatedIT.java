package io.vmregistry.e2e.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.process.Commands;
import io.vmregistry.e2e.process.Launchers;
import io.vmregistry.e2e.process.TemporaryFolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code libvirt-isolated} over more than one life of its folder. */
@Tag("libvirt")
class LibvirtIsolatedIT {

    @Test
    void theDefaultNetworkRunsAfterEveryStart() {
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            script("start", folder);
            try {
                assertThat(activeNetworks(folder)).contains("default");
                script("stop", folder);
                script("start", folder);
                assertThat(activeNetworks(folder)).contains("default");
            } finally {
                script("stop", folder);
            }
        }
    }

    private static String activeNetworks(TemporaryFolder folder) {
        return script("exec", folder, "virsh", "net-list", "--name");
    }

    private static String script(String command, TemporaryFolder folder, String... more) {
        String[] whole = new String[3 + more.length];
        whole[0] = Launchers.home().resolve("e2e/bin/libvirt-isolated").toString();
        whole[1] = command;
        whole[2] = folder.path().toString();
        System.arraycopy(more, 0, whole, 3, more.length);
        return Commands.run(whole);
    }
}
