package io.vmregistry.lsp.document;

import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.text.TextRange;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/** Places in the front end's terms and in the protocol's: the first count from 1, the second from 0; both in UTF-16 units. */
public final class Places {

    private Places() {}

    public static Range of(TextRange range) {
        return new Range(of(range.start()), of(range.end()));
    }

    public static Position of(io.vmregistry.spec.text.Position position) {
        return new Position(position.line() - 1, position.column() - 1);
    }

    public static Range of(SourceText source, int start, int end) {
        return of(source.range(start, end));
    }

    public static io.vmregistry.spec.text.Position from(Position position) {
        return new io.vmregistry.spec.text.Position(
                behindZero(position.getLine()), behindZero(position.getCharacter()));
    }

    public static TextRange from(Range range) {
        io.vmregistry.spec.text.Position start = from(range.getStart());
        io.vmregistry.spec.text.Position end = from(range.getEnd());
        return new TextRange(start, end.compareTo(start) < 0 ? start : end);
    }

    /** Clients count as they like: below zero is zero, and the last number has no successor. */
    private static int behindZero(int number) {
        return Math.clamp(number, 0, Integer.MAX_VALUE - 1) + 1;
    }
}
