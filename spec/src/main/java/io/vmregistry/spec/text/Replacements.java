package io.vmregistry.spec.text;

import java.util.Arrays;

/** Which stretches of a rewritten text stand for which stretches of the original, in order. */
final class Replacements {

    static final Replacements NONE = new Replacements(new int[0][]);

    private static final int START = 0;
    private static final int END = 1;
    private static final int ORIGINAL_START = 2;
    private static final int ORIGINAL_END = 3;

    private final int[][] stretches;

    private Replacements(int[][] stretches) {
        this.stretches = stretches;
    }

    /** The original offset of a stretch's first character: inside a replacement, where the replaced text began. */
    int startOf(int offset) {
        int before = lastStartingAtOrBefore(offset);
        if (before < 0) {
            return offset;
        }
        int[] stretch = stretches[before];
        return offset < stretch[END] ? stretch[ORIGINAL_START] : stretch[ORIGINAL_END] + (offset - stretch[END]);
    }

    /** The original offset behind the last character of a stretch that starts at {@code start}. */
    int endOf(int end, int start) {
        if (end <= start) {
            return startOf(end);
        }
        int before = lastStartingAtOrBefore(end - 1);
        if (before < 0) {
            return end;
        }
        int[] stretch = stretches[before];
        return end <= stretch[END] ? stretch[ORIGINAL_END] : stretch[ORIGINAL_END] + (end - stretch[END]);
    }

    private int lastStartingAtOrBefore(int offset) {
        int low = 0;
        int high = stretches.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (stretches[middle][START] <= offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    static final class Recorder {
        private int[][] stretches = new int[8][];
        private int count;

        void record(int start, int end, int originalStart, int originalEnd) {
            if (count == stretches.length) {
                stretches = Arrays.copyOf(stretches, count * 2);
            }
            stretches[count++] = new int[] {start, end, originalStart, originalEnd};
        }

        Replacements done() {
            return new Replacements(Arrays.copyOf(stretches, count));
        }
    }
}
