package io.vmregistry.spec.cloudinit;

import io.vmregistry.spec.text.Position;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.yaml.YamlNode.Scalar;

/**
 * Where the lines of a block text stand in its document. Of a text that is no literal block, or whose lines are not those of
 * the document any more, every place is the whole text's.
 *
 * @param line the document's line that is the text's first
 * @param indent the columns in front of each line; negative when lines cannot be told
 */
record InnerPlaces(SourceText source, TextRange whole, int line, int indent) {

    static InnerPlaces of(SourceText source, Scalar text) {
        TextRange whole = text.range();
        InnerPlaces unknown = new InnerPlaces(source, whole, 0, -1);
        int first = whole.start().line() + 1;
        if (text.style() != Scalar.Style.BLOCK || first > source.lineCount()) {
            return unknown;
        }
        String sign = source.line(first - 1).substring(whole.start().column() - 1);
        String firstLine = text.text().lines().findFirst().orElse("");
        int indent = source.line(first).indexOf(firstLine);
        boolean literal = sign.startsWith("|");
        boolean even = indent >= 0 && source.line(first).substring(0, indent).isBlank();
        return literal && even ? new InnerPlaces(source, whole, first, indent) : unknown;
    }

    TextRange of(TextRange inner) {
        if (indent < 0) {
            return whole;
        }
        Position start = of(inner.start());
        Position end = of(inner.end());
        return new TextRange(start, end.compareTo(start) < 0 ? start : end);
    }

    private Position of(Position inner) {
        int at = Math.min(line + inner.line() - 1, source.lineCount());
        int length = source.line(at).length();
        return new Position(at, Math.min(indent + inner.column(), length + 1));
    }
}
