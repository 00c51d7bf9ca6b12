package io.vmregistry.spec.interpolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.spec.compose.ComposeFiles;
import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.text.SourceText;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterpolationTest {

    private static final Map<String, String> VARIABLES = Map.of("A", "one", "EMPTY", "", "N", "a\nb");

    private static Interpolated apply(String text) {
        return Interpolation.apply(SourceText.of("f", text), VARIABLES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${A}|one",
                "x${A}y${A}z|xoneyonez",
                "${A:-two}|one",
                "${B:-two}|two",
                "${EMPTY:-two}|two",
                "${EMPTY}x|x",
                "${B:-}x|x",
                "${A:?needed}|one",
                "$${A}|${A}",
                "$$$$|$$",
                "$$|$",
                "$A $5 $(date) ${|$A $5 $(date) ${",
                "${B:-${A}-${C:-three}}|one-three",
                "${B:-a}b}|ab}",
                "cost: 5$|cost: 5$",
            })
    void replaces(String text, String expected) {
        assertThat(apply(text).source().text()).isEqualTo(expected);
    }

    @Test
    void namesEachFailureAtItsPlace() {
        Interpolated result = apply("a: ${B}\nb: ${C:?set C}\nc: ${D-x}\n# ${E} ${\n");

        assertThat(result.diagnostics())
                .extracting(Diagnostic::code)
                .containsExactly(Code.VARIABLE_UNSET, Code.VARIABLE_REQUIRED, Code.VARIABLE_EXPRESSION);
        assertThat(result.diagnostics().get(1).range()).hasToString("2:4-2:15");
        assertThat(result.diagnostics().get(1).message()).contains("set C");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# "})
    @Timeout(20)
    void readsALineOfManyBracesInTimeThatGrowsWithIt(String indent) {
        int many = 300_000;
        String closed = indent + "${A\"".repeat(many) + "}".repeat(many);
        assertThat(apply(indent + "${".repeat(many)).source().text()).hasSize(2 * many + indent.length());
        assertThat(apply(closed).source().text()).isEqualTo(closed);
    }

    @Test
    void aNestedDefaultMayHaveSeveralExpressions() {
        assertThat(apply("${ ${B:-${C:-x}${A}} ${").source().text()).isEqualTo("${ xone ${");
    }

    @Test
    void laterDiagnosticsNameTheTextThatTheUserWrote() {
        String text = "apiVersion: ${VERSION:-v1}\nservices: {a: {image: tiny, cpu: 1, replicas: ${N:-x}}}\n";
        var parsed =
                Interpolation.apply(SourceText.of("f", text), Map.of("N", "0")).parse(ComposeFiles::parse);

        assertThat(parsed.diagnostics())
                .extracting(d -> d.range().toString())
                .containsExactly("2:29-2:32", "2:47-2:54");
    }

    @Test
    void aFailedExpressionIsReportedOnce() {
        String text = "apiVersion: v1\nservices: {a: {image: tiny, replicas: ${N}}}\n";
        var parsed = Interpolation.apply(SourceText.of("f", text), Map.of()).parse(ComposeFiles::parse);

        assertThat(parsed.diagnostics()).extracting(Diagnostic::code).containsExactly(Code.VARIABLE_UNSET);
        assertThat(parsed.value()).isEmpty();
    }

    @Property
    void textWithoutDollarsStays(@ForAll String text) {
        String plain = text.replace("$", "");

        assertThat(apply(plain).source().text()).isEqualTo(plain);
    }

    @Property
    void doubledDollarsComeBackAsTheyWere(@ForAll String text) {
        assertThat(apply(text.replace("$", "$$")).source().text()).isEqualTo(text);
    }

    @Test
    void readsEnvFiles() {
        EnvFile file = EnvFile.parse(
                SourceText.of(
                        ".env",
                        "# c\n\nA=1\nexport B = two words # c\r\nC='$x #y'\nD=\"a\\nb\\\"c\"\nE=\nF=a#b\nbad line\nG=\"open\n"));

        assertThat(file.values())
                .containsExactly(
                        Map.entry("A", "1"),
                        Map.entry("B", "two words"),
                        Map.entry("C", "$x #y"),
                        Map.entry("D", "a\nb\"c"),
                        Map.entry("E", ""),
                        Map.entry("F", "a#b"));
        assertThat(file.diagnostics()).extracting(d -> d.range().start().line()).containsExactly(9, 10);
        assertThat(file.under(Map.of("A", "2"))).containsEntry("A", "2").containsEntry("E", "");
        assertThat(file.toString()).doesNotContain("two words");
    }
}
