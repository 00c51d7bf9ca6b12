package io.vmregistry.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that answers what the test wants, and {@code vmr} in front of it; both in a folder of their own. */
abstract class FakeDaemonFixture {

    @TempDir
    Path folder;

    FakeDaemon daemon;
    CommandHarness vmr;

    @BeforeEach
    void start() throws IOException {
        Path socket = folder.resolve("d.sock");
        daemon = new FakeDaemon(socket);
        vmr = new CommandHarness(folder, socket);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }
}
