package io.vmregistry.spec.text;

/** A stretch of text from {@code start} up to but without {@code end}. */
public record TextRange(Position start, Position end) {

    /** The empty range at a text's beginning: where a complaint about the whole document goes. */
    public static final TextRange START = new TextRange(Position.START, Position.START);

    public TextRange {
        if (end.compareTo(start) < 0) {
            throw new IllegalArgumentException("a range cannot end before it starts: " + start + "-" + end);
        }
    }

    /** Whether a cursor at {@code position} touches this range; a cursor right behind the last character does. */
    public boolean touches(Position position) {
        return start.compareTo(position) <= 0 && position.compareTo(end) <= 0;
    }

    public TextRange upTo(TextRange other) {
        return other.end.compareTo(end) > 0 ? new TextRange(start, other.end) : this;
    }

    @Override
    public String toString() {
        return start + "-" + end;
    }
}
