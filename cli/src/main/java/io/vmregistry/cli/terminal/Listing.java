package io.vmregistry.cli.terminal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Things of one kind, printed in any {@link OutputFormat}. */
public record Listing<T>(List<Column<T>> columns, Function<T, String> name) {

    private static final String GAP = "   ";

    public Listing {
        columns = List.copyOf(columns);
    }

    public String print(List<T> rows, OutputFormat format, boolean truncate) {
        return switch (format) {
            case TABLE ->
                table(rows, columns.stream().filter(column -> !column.wide()).toList(), truncate);
            case WIDE -> table(rows, columns, truncate);
            case JSON -> Structured.json(values(rows));
            case YAML -> Structured.yaml(values(rows));
            case NAME -> String.join("\n", rows.stream().map(name).toList());
        };
    }

    private List<Map<String, Object>> values(List<T> rows) {
        List<Map<String, Object>> values = new ArrayList<>();
        for (T row : rows) {
            Map<String, Object> entry = new LinkedHashMap<>();
            columns.forEach(column -> entry.put(column.key(), column.value().apply(row)));
            values.add(entry);
        }
        return values;
    }

    private String table(List<T> rows, List<Column<T>> shown, boolean truncate) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(shown.stream().map(Column::title).toList());
        rows.forEach(row -> lines.add(
                shown.stream().map(column -> column.cell(row, truncate)).toList()));
        int[] widths = IntStream.range(0, shown.size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return String.join(
                "\n", lines.stream().map(line -> padded(line, widths)).toList());
    }

    private static String padded(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(i == 0 ? "" : GAP).append(cells.get(i));
            line.repeat(' ', widths[i] - cells.get(i).length());
        }
        return line.toString().stripTrailing();
    }
}
