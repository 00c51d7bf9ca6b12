package io.vmregistry.daemon.hypervisor;

import java.nio.file.Path;

/** Where a guest's serial console can be talked to. One client at a time. */
public sealed interface ConsoleEndpoint {

    /** A Unix stream socket that the hypervisor listens on. */
    record UnixSocket(Path path) implements ConsoleEndpoint {}

    /** A pseudo terminal. */
    record Terminal(Path device) implements ConsoleEndpoint {}
}
