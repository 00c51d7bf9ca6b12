package io.vmregistry.daemon.hypervisor.libvirt;

import io.vmregistry.daemon.hypervisor.ConsoleEndpoint;
import io.vmregistry.daemon.hypervisor.GuestSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Where a guest's console listens: in its folder, or on a terminal where the socket's path would be too long. */
final class ConsoleSocket {

    static final String FILE = "console.sock";

    /** Linux keeps a socket's path in 108 bytes, the last of them zero. */
    private static final int LONGEST_PATH = 107;

    private ConsoleSocket() {}

    static ConsoleEndpoint of(GuestSpec guest) {
        Path path = guest.directory().resolve(FILE);
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH
                ? new ConsoleEndpoint.UnixSocket(path)
                : new ConsoleEndpoint.Terminal(Path.of("/dev/pts"));
    }

    /** As libvirt describes the serial port of a running domain. */
    static Optional<ConsoleEndpoint> from(XmlTree serial) {
        String path = serial.attribute("source", "path");
        if (path.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                serial.attribute("type").equals("unix")
                        ? new ConsoleEndpoint.UnixSocket(Path.of(path))
                        : new ConsoleEndpoint.Terminal(Path.of(path)));
    }
}
