package io.vmregistry.cli.command;

/** What a command ends with. Scripts rely on these numbers. */
final class ExitCode {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int NOT_FOUND = 3;
    static final int DENIED = 4;
    static final int DAEMON_UNREACHABLE = 5;
    static final int INVALID_FILE = 6;
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
