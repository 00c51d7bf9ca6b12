package io.vmregistry.cli.document;

import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.text.Position;
import io.vmregistry.spec.yaml.Parsed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found in a file, for other programs: editors, hooks, pipelines. */
public final class DiagnosticReport {

    private DiagnosticReport() {}

    /** {@code file}, {@code valid} and {@code diagnostics} with 1-based ranges, in the order of the text. */
    public static Map<String, Object> of(Parsed<?> parsed) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("file", parsed.source().name());
        report.put("valid", !parsed.hasErrors());
        List<Map<String, Object>> found =
                parsed.diagnostics().stream().map(DiagnosticReport::entry).toList();
        report.put("diagnostics", found);
        return report;
    }

    private static Map<String, Object> entry(Diagnostic diagnostic) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("code", diagnostic.code().id());
        entry.put("severity", diagnostic.severity().label());
        entry.put("message", diagnostic.message());
        entry.put("hint", diagnostic.hint().orElse(""));
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("start", place(diagnostic.range().start()));
        range.put("end", place(diagnostic.range().end()));
        entry.put("range", range);
        return entry;
    }

    private static Map<String, Object> place(Position position) {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("line", position.line());
        place.put("column", position.column());
        return place;
    }
}
