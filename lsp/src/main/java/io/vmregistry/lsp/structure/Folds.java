package io.vmregistry.lsp.structure;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.outline.OutlineListener;
import io.vmregistry.lsp.outline.OutlinePath;
import io.vmregistry.lsp.outline.OutlineScanner;
import io.vmregistry.spec.text.SourceText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.FoldingRangeKind;

/** What can be folded: keys with lines below them, texts in blocks, things in brackets, comments of several lines. */
public final class Folds {

    private Folds() {}

    /** In the order of the text. */
    public static List<FoldingRange> of(OpenDocument document) {
        Collector collector = new Collector(document.source());
        OutlineScanner.scan(document.text(), collector);
        return collector.done();
    }

    /** A key whose lines are still being read. */
    private record Open(int depth, int line) {}

    private static final class Collector implements OutlineListener {
        private final SourceText source;
        private final Deque<Open> open = new ArrayDeque<>();
        private final List<FoldingRange> found = new ArrayList<>();
        private int lastLine;
        private int commentStart = -1;
        private int commentEnd = -1;

        Collector(SourceText source) {
            this.source = source;
        }

        private int lineOf(int offset) {
            return source.position(offset).line() - 1;
        }

        private void add(int first, int last, String kind) {
            if (last > first) {
                FoldingRange range = new FoldingRange(first, last);
                range.setKind(kind);
                found.add(range);
            }
        }

        @Override
        public void key(OutlinePath path, String name, int start, int end) {
            int line = lineOf(start);
            closeFrom(path.depth());
            open.push(new Open(path.depth(), line));
            lastLine = line;
        }

        private void closeFrom(int depth) {
            while (!open.isEmpty() && open.peek().depth() >= depth) {
                add(open.pop().line(), lastLine, FoldingRangeKind.Region);
            }
        }

        @Override
        public void scalar(OutlinePath path, Style style, int start, int end) {
            lastLine = Math.max(lastLine, lineOf(Math.max(start, end)));
        }

        @Override
        public void flow(int start, int end) {
            lastLine = Math.max(lastLine, lineOf(end));
        }

        @Override
        public void comment(int start, int end) {
            int line = lineOf(start);
            boolean alone = source.line(line + 1).stripLeading().startsWith("#");
            if (!alone) {
                return;
            }
            if (line != commentEnd + 1 || commentStart < 0) {
                add(commentStart, commentEnd, FoldingRangeKind.Comment);
                commentStart = line;
            }
            commentEnd = line;
        }

        List<FoldingRange> done() {
            closeFrom(0);
            add(commentStart, commentEnd, FoldingRangeKind.Comment);
            found.sort(Comparator.comparingInt(FoldingRange::getStartLine)
                    .thenComparing(FoldingRange::getEndLine, Comparator.reverseOrder()));
            List<FoldingRange> one = new ArrayList<>();
            for (FoldingRange range : found) {
                if (one.isEmpty() || one.getLast().getStartLine() != range.getStartLine()) {
                    one.add(range);
                }
            }
            return one;
        }
    }
}
