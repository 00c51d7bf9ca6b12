package io.vmregistry.e2e.process;

/** Signals that Java itself cannot send. */
final class Signals {

    private Signals() {}

    static void interrupt(long pid) {
        Commands.run("kill", "-INT", Long.toString(pid));
    }
}
