package io.vmregistry.lsp.outline;

/** Told of everything that {@link OutlineScanner} sees, in the order of the text. Offsets are places in the text. */
public interface OutlineListener {

    /** How a value is written. */
    enum Style {
        PLAIN,
        QUOTED,
        BLOCK
    }

    /** A key; {@code path} ends with it. For a quoted key the quotes are outside of the stretch. */
    default void key(OutlinePath path, String name, int start, int end) {}

    /** A scalar; {@code path} is its own. The stretch is what stands between quotes; in a block, from its sign to its last line. */
    default void scalar(OutlinePath path, Style style, int start, int end) {}

    /** An anchor without its sign. */
    default void anchor(int start, int end) {}

    /** An alias without its sign. */
    default void alias(int start, int end) {}

    /** A comment with its sign. */
    default void comment(int start, int end) {}

    /** A list or mapping in brackets; {@code end} is behind the bracket, or where reading gave up looking for it. */
    default void flow(int start, int end) {}
}
