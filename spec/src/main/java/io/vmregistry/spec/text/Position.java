package io.vmregistry.spec.text;

/**
 * A place in a text. Lines and columns count from 1. A column counts UTF-16 code units, as Java's strings and the language
 * server protocol do, so that a character outside the basic plane is two columns wide.
 */
public record Position(int line, int column) implements Comparable<Position> {

    public static final Position START = new Position(1, 1);

    public Position {
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("lines and columns count from 1: " + line + ":" + column);
        }
    }

    @Override
    public int compareTo(Position other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }

    /** {@code line:column}. */
    @Override
    public String toString() {
        return line + ":" + column;
    }
}
