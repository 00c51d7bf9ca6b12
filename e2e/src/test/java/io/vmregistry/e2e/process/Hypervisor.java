package io.vmregistry.e2e.process;

import java.util.List;

/** What a deployment's machines run on. */
public sealed interface Hypervisor extends AutoCloseable {

    /** The daemon's flags that select it. */
    List<String> flags();

    @Override
    void close();

    /** Nothing really runs. */
    record Simulated() implements Hypervisor {
        @Override
        public List<String> flags() {
            return List.of("-hypervisor", "simulated");
        }

        @Override
        public void close() {}
    }

    /** libvirt in namespaces of its own: its networks and guests never touch the host's. */
    record IsolatedLibvirt(TemporaryFolder folder, String uri) implements Hypervisor {

        /** Starts it. */
        static IsolatedLibvirt start() {
            TemporaryFolder folder = TemporaryFolder.create();
            try {
                String said = Commands.run(script(), "start", folder.path().toString());
                return new IsolatedLibvirt(folder, said.strip().lines().toList().getLast());
            } catch (RuntimeException e) {
                folder.close();
                throw e;
            }
        }

        private static String script() {
            return Launchers.home().resolve("e2e/bin/libvirt-isolated").toString();
        }

        @Override
        public List<String> flags() {
            return List.of("-hypervisor", "libvirt", "-libvirt-uri", uri);
        }

        @Override
        public void close() {
            try (folder) {
                Commands.run(script(), "stop", folder.path().toString());
            }
        }
    }
}
