package io.vmregistry.lsp.outline;

import java.util.List;
import java.util.Set;

/**
 * What a cursor touches.
 *
 * @param kind what may be written there
 * @param path of {@link Kind#KEY}, the mapping; of the others, the value
 * @param start where the word under the cursor begins, and so what a completion replaces
 * @param end where it ends
 * @param siblings keys that the mapping has already, the word itself apart
 * @param indent the column, from 0, of the mapping's keys; in brackets that of the line's entry
 * @param flow whether it stands in brackets
 */
public record Place(Kind kind, List<String> path, int start, int end, Set<String> siblings, int indent, boolean flow) {

    /** What may be written at a place. */
    public enum Kind {
        /** A key of a mapping that is there. */
        KEY,
        /** A scalar, or something in brackets, behind its key on one line. */
        VALUE,
        /** Whatever the place wants: the first key of a mapping, an item, a scalar. */
        START,
        /** The text of a block: a script, user data. */
        TEXT,
        /** Nothing: a comment. */
        NOTHING
    }

    public Place {
        path = List.copyOf(path);
        siblings = Set.copyOf(siblings);
    }
}
