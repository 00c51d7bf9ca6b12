package io.vmregistry.spec.interpolation;

import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.text.SourceText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code .env} file: lines of {@code KEY=value}, optionally behind {@code export}; empty lines and lines that start with
 * {@code #} say nothing. A value in single quotes is taken as it is; in double quotes {@code \n}, {@code \t}, {@code \"} and
 * {@code \\} are read; without quotes it ends at its line's end or before a {@code #} that follows a space.
 */
public record EnvFile(Map<String, String> values, List<Diagnostic> diagnostics) {

    private static final Pattern LINE =
            Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*?)\\s*");
    private static final Pattern SINGLE = Pattern.compile("'([^']*)'\\s*(?:#.*)?");
    private static final Pattern DOUBLE = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"\\s*(?:#.*)?");
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s+)#.*");

    public EnvFile {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        diagnostics = List.copyOf(diagnostics);
    }

    /** Never throws. A line that cannot be read is a diagnostic; the others count. */
    public static EnvFile parse(SourceText source) {
        Findings findings = new Findings(source);
        Map<String, String> values = new LinkedHashMap<>();
        int offset = 0;
        String text = source.text();
        for (String line : text.split("\\R", -1)) {
            int start = text.indexOf(line, offset);
            if (!readLine(line, values)) {
                findings.add(
                        Code.ENV_FILE_LINE,
                        source.range(start, start + line.length()),
                        "a line of the .env file cannot be read",
                        "write KEY=value, with both quotes if any");
            }
            offset = start + line.length();
        }
        return new EnvFile(values, findings.sorted());
    }

    /** The variables for {@link Interpolation}: the environment counts before the file. */
    public Map<String, String> under(Map<String, String> environment) {
        Map<String, String> all = new LinkedHashMap<>(values);
        all.putAll(environment);
        return all;
    }

    @Override
    public String toString() {
        return "EnvFile" + values.keySet();
    }

    private static boolean readLine(String line, Map<String, String> values) {
        String stripped = line.strip();
        if (stripped.isEmpty() || stripped.startsWith("#")) {
            return true;
        }
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return false;
        }
        Optional<String> value = valueOf(matcher.group(2));
        value.ifPresent(read -> values.put(matcher.group(1), read));
        return value.isPresent();
    }

    private static Optional<String> valueOf(String written) {
        Matcher single = SINGLE.matcher(written);
        if (single.matches()) {
            return Optional.of(single.group(1));
        }
        Matcher quoted = DOUBLE.matcher(written);
        if (quoted.matches()) {
            return Optional.of(unescaped(quoted.group(1)));
        }
        boolean unclosed = written.startsWith("'") || written.startsWith("\"");
        return unclosed
                ? Optional.empty()
                : Optional.of(COMMENT.matcher(written).replaceFirst(""));
    }

    private static String unescaped(String text) {
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                value.append(c);
                continue;
            }
            char escaped = text.charAt(++i);
            switch (escaped) {
                case 'n' -> value.append('\n');
                case 't' -> value.append('\t');
                case 'r' -> value.append('\r');
                case '"', '\\', '$' -> value.append(escaped);
                default -> value.append(c).append(escaped);
            }
        }
        return value.toString();
    }
}
