package io.vmregistry.cli.terminal;

import java.io.PrintStream;

/**
 * Where a command speaks: data goes to standard output, talk to standard error. Nothing that a daemon or a file said can
 * move the cursor or change colours: control characters in it are shown as {@code ?}.
 */
public final class Terminal {

    private final PrintStream out;
    private final PrintStream err;
    private final boolean interactive;
    private final boolean colour;
    private final boolean quiet;
    private boolean drawn;

    public Terminal(PrintStream out, PrintStream err, boolean interactive, boolean colour, boolean quiet) {
        this.out = out;
        this.err = err;
        this.interactive = interactive;
        this.colour = colour;
        this.quiet = quiet;
    }

    /** Prints what the command was asked for. */
    public void data(String text) {
        erase();
        if (!text.isEmpty()) {
            out.println(harmless(text));
        }
        out.flush();
    }

    /** What is printed byte for byte: manifests, logs. */
    public PrintStream raw() {
        erase();
        return out;
    }

    /** Says how it goes, unless it is to be quiet. */
    public void say(String text) {
        if (!quiet) {
            erase();
            err.println(harmless(text));
        }
    }

    /** Says what went wrong, also when it is to be quiet. */
    public void complain(String text) {
        erase();
        String safe = harmless(text);
        err.println(colour ? safe.replaceFirst("\\berror(?=[\\[:])", "\u001b[31merror\u001b[0m") : safe);
    }

    /** Draws a line that the next one replaces. Only in front of a person. */
    public void draw(String line) {
        if (interactive && !quiet) {
            err.print("\r" + harmless(line) + "\u001b[K");
            err.flush();
            drawn = true;
        }
    }

    private void erase() {
        if (drawn) {
            err.print("\r\u001b[K");
            drawn = false;
        }
    }

    public boolean interactive() {
        return interactive;
    }

    public boolean quiet() {
        return quiet;
    }

    private static String harmless(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "?");
    }
}
