package io.vmregistry.cli.terminal;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One column of a listing.
 *
 * @param title in a table
 * @param key in JSON and YAML
 * @param wide only in a wide table
 * @param value for JSON and YAML: text, a number, a flag, a list or a map
 * @param text for a table, as long as it is
 * @param width what a table cuts it to, unless it is told not to
 */
public record Column<T>(
        String title, String key, boolean wide, Function<T, Object> value, Function<T, String> text, int width) {

    private static final int USUAL_WIDTH = 44;
    private static final int DIGEST_WIDTH = 12;

    public static <T> Column<T> of(String title, String key, Function<T, String> text) {
        return new Column<>(title, key, false, text::apply, text, USUAL_WIDTH);
    }

    public static <T> Column<T> number(String title, String key, Function<T, ? extends Number> value) {
        return new Column<>(
                title, key, false, value::apply, row -> value.apply(row).toString(), USUAL_WIDTH);
    }

    /** Bytes: a number in JSON, a size for people in a table. */
    public static <T> Column<T> size(String title, String key, Function<T, Long> bytes) {
        return new Column<>(title, key, false, bytes::apply, row -> Wording.size(bytes.apply(row)), USUAL_WIDTH);
    }

    public static <T> Column<T> list(String title, String key, Function<T, List<String>> values) {
        return new Column<>(
                title,
                key,
                false,
                values::apply,
                row -> values.apply(row).stream().collect(Collectors.joining(",")),
                USUAL_WIDTH);
    }

    /** A digest: whole in JSON, its first digits in a table. */
    public static <T> Column<T> digest(String title, String key, Function<T, String> digest) {
        return new Column<>(title, key, false, digest::apply, digest, DIGEST_WIDTH);
    }

    public Column<T> whenWide() {
        return new Column<>(title, key, true, value, text, width);
    }

    public Column<T> shown(Function<T, String> otherText) {
        return new Column<>(title, key, wide, value, otherText, width);
    }

    String cell(T row, boolean truncate) {
        String whole = text.apply(row).replaceAll("\\s+", " ");
        if (!truncate) {
            return whole;
        }
        if (width == DIGEST_WIDTH) {
            String hex = whole.substring(whole.indexOf(':') + 1);
            return hex.length() <= width ? hex : hex.substring(0, width);
        }
        return whole.length() <= width ? whole : whole.substring(0, width - 1) + "…";
    }
}
