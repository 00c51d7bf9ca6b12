package io.vmregistry.spec.schema;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The known word that a mistyped one most likely meant. */
public final class Nearest {

    private static final int LONGEST_COMPARED = 64;

    private Nearest() {}

    /** Empty when no word is near enough to be a likely meaning. */
    public static Optional<String> to(String text, List<String> words) {
        if (text.isEmpty() || text.length() > LONGEST_COMPARED) {
            return Optional.empty();
        }
        String best = "";
        int least = Math.max(1, text.length() / 3) + 1;
        for (String word : words) {
            int distance = word.length() > LONGEST_COMPARED
                    ? least
                    : distance(text.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = word;
            }
        }
        return Optional.of(best).filter(word -> !word.isEmpty());
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    private static int distance(String a, String b) {
        int[] twoAgo = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, Math.min(previous[j], current[j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    current[j] = Math.min(current[j], twoAgo[j - 2] + 1);
                }
            }
            int[] spare = twoAgo;
            twoAgo = previous;
            previous = current;
            current = spare;
        }
        return previous[b.length()];
    }
}
