package io.vmregistry.spec.interpolation;

import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.text.TextRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces <code>${VAR}</code>, <code>${VAR:-default}</code>, <code>${VAR:?message}</code> and <code>$$</code>. A default may
 * hold expressions itself. Any other dollar sign stays: scripts are full of them. On a line that is a comment nothing fails.
 */
public final class Interpolation {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern QUOTE = Pattern.compile("[\"'\\s]");
    private static final String STAND_IN = "unset";
    private static final int MAX_DEPTH = 16;

    /** Characters of malformed expressions that are read, as a multiple of the text: they may lie inside each other. */
    private static final int MAX_EFFORT = 16;

    private final SourceText source;
    private final String text;
    private final Map<String, String> variables;
    private final Findings findings;
    private final List<TextRange> failed = new ArrayList<>();
    private final ExpressionEnds ends;
    private long effort;

    private Interpolation(SourceText source, Map<String, String> variables) {
        this.source = source;
        this.text = source.text();
        this.ends = new ExpressionEnds(text);
        this.variables = variables;
        this.findings = new Findings(source);
    }

    /** Never throws. {@code variables} is the environment on top of what an {@link EnvFile} has. */
    public static Interpolated apply(SourceText source, Map<String, String> variables) {
        return new Interpolation(source, variables).apply();
    }

    private Interpolated apply() {
        SourceText.Rewriting written = source.rewriting();
        int copied = 0;
        int dollar = text.indexOf('$');
        while (dollar >= 0 && effort <= (long) MAX_EFFORT * text.length()) {
            Optional<Replacement> replacement = at(dollar);
            int next = dollar + 1;
            if (replacement.isPresent()) {
                next = replacement.get().end();
                written.copy(copied, dollar);
                written.replace(dollar, next, replacement.get().value());
                copied = next;
            }
            dollar = text.indexOf('$', next);
        }
        written.copy(copied, text.length());
        return new Interpolated(written.done(), findings.sorted(), failed);
    }

    private Optional<Replacement> at(int dollar) {
        char next = dollar + 1 < text.length() ? text.charAt(dollar + 1) : ' ';
        if (next == '$') {
            return Optional.of(new Replacement(dollar + 2, "$"));
        }
        if (next != '{') {
            return Optional.empty();
        }
        int end = ends.of(dollar);
        Result result = end < 0 ? unclosed() : evaluate(text.substring(dollar, end), 0);
        return switch (result) {
            case Result.Value(String value) -> Optional.of(new Replacement(end, value));
            case Result.Fault fault -> {
                effort += Math.max(0, end - dollar);
                yield ends.inComment() ? Optional.empty() : failed(fault, dollar, end);
            }
        };
    }

    /** What is malformed and runs over quotes is more likely not closed: the rest of the line is left as it is. */
    private Optional<Replacement> failed(Result.Fault fault, int start, int end) {
        boolean runsOver = end < 0
                || (fault.code() == Code.VARIABLE_EXPRESSION
                        && QUOTE.matcher(text).region(start, end).find());
        Result.Fault reported = runsOver ? unclosed() : fault;
        TextRange range = source.range(start, runsOver ? start + 2 : end);
        failed.add(range);
        findings.add(reported.code(), range, reported.message(), reported.hint());
        return runsOver ? Optional.empty() : Optional.of(new Replacement(end, STAND_IN));
    }

    private static Result.Fault unclosed() {
        return new Result.Fault(
                Code.VARIABLE_EXPRESSION, "an expression is not closed", "add a }, or write $$ for a dollar sign");
    }

    private Result evaluate(String expression, int depth) {
        String inner = expression.substring(2, expression.length() - 1);
        Matcher name = NAME.matcher(inner);
        if (!name.lookingAt() || depth > MAX_DEPTH) {
            return malformed(expression);
        }
        Optional<String> value = Optional.ofNullable(variables.get(name.group()));
        String rest = inner.substring(name.end());
        if (rest.isEmpty()) {
            return value.<Result>map(Result.Value::new)
                    .orElseGet(() -> new Result.Fault(
                            Code.VARIABLE_UNSET,
                            "the variable %s is not set".formatted(name.group()),
                            "set it, or write ${%s:-default}; a dollar sign itself is $$".formatted(name.group())));
        }
        Optional<String> filled = value.filter(set -> !set.isEmpty());
        if (rest.startsWith(":-")) {
            return filled.<Result>map(Result.Value::new).orElseGet(() -> nested(rest.substring(2), depth));
        }
        if (rest.startsWith(":?")) {
            return filled.<Result>map(Result.Value::new)
                    .orElseGet(() -> new Result.Fault(
                            Code.VARIABLE_REQUIRED,
                            "the variable %s is required: %s".formatted(name.group(), rest.substring(2)),
                            "set it in the environment or in .env"));
        }
        return malformed(expression);
    }

    private static Result malformed(String expression) {
        return new Result.Fault(
                Code.VARIABLE_EXPRESSION,
                "the expression \"%s\" is malformed".formatted(expression),
                "write ${VAR}, ${VAR:-default} or ${VAR:?message}; a dollar sign itself is $$");
    }

    /** A default, with the expressions inside it replaced. */
    private Result nested(String value, int depth) {
        StringBuilder written = new StringBuilder();
        ExpressionEnds inside = new ExpressionEnds(value);
        int at = 0;
        while (at < value.length()) {
            if (value.startsWith("$$", at)) {
                written.append('$');
                at += 2;
            } else if (value.startsWith("${", at)) {
                int end = inside.of(at);
                if (end < 0) {
                    return malformed(value);
                }
                Result inner = evaluate(value.substring(at, end), depth + 1);
                if (!(inner instanceof Result.Value(String part))) {
                    return inner;
                }
                written.append(part);
                at = end;
            } else {
                written.append(value.charAt(at++));
            }
        }
        return new Result.Value(written.toString());
    }

    private record Replacement(int end, String value) {}

    private sealed interface Result {
        record Value(String value) implements Result {}

        record Fault(Code code, String message, String hint) implements Result {}
    }
}
