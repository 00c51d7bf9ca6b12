package io.vmregistry.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import io.vmregistry.spec.yaml.YamlNode.Sequence;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class YamlReaderTest {

    private static YamlDocument read(String text) {
        return YamlReader.read(SourceText.of("f", text));
    }

    private static Mapping mapping(String text) {
        return (Mapping) read(text).root().orElseThrow();
    }

    private static List<Code> codes(String text) {
        return read(text).diagnostics().stream().map(Diagnostic::code).toList();
    }

    @Test
    void everyKeyAndValueKnowsItsPlace() {
        Mapping root = mapping("a: 1\nb:\n  - x\n  - {c: 'd e'}\n\nf: |\n  one\n  two\n\ng:\n");

        assertThat(root.entry("a").orElseThrow().key().range()).hasToString("1:1-1:2");
        assertThat(root.entry("a").orElseThrow().value().range()).hasToString("1:4-1:5");
        assertThat(root.entry("b").orElseThrow().value().range()).hasToString("3:3-4:15");
        Sequence list = (Sequence) root.entry("b").orElseThrow().value();
        assertThat(list.items().get(1).range()).hasToString("4:5-4:15");
        Mapping inner = (Mapping) list.items().get(1);
        assertThat(inner.entry("c").orElseThrow().value().range()).hasToString("4:9-4:14");
        assertThat(root.entry("f").orElseThrow().value().range()).hasToString("6:4-8:6");
        assertThat(root.entry("g").orElseThrow().value().range().start()).hasToString("10:3");
        assertThat(((Scalar) root.entry("f").orElseThrow().value()).text()).isEqualTo("one\ntwo\n");
    }

    @Test
    void placesBehindWideCharactersAreInUtf16Units() {
        Mapping root = mapping("😀: é😀\nb: 1\n");

        assertThat(root.entry("😀").orElseThrow().key().range()).hasToString("1:1-1:3");
        assertThat(root.entry("😀").orElseThrow().value().range()).hasToString("1:5-1:8");
        assertThat(root.entry("b").orElseThrow().key().range()).hasToString("2:1-2:2");
    }

    @Test
    void kindsFollowTheCoreSchemaOfYaml12() {
        Map<String, ScalarKind> kinds = Map.ofEntries(
                Map.entry("1", ScalarKind.INTEGER),
                Map.entry("-17", ScalarKind.INTEGER),
                Map.entry("0x1F", ScalarKind.INTEGER),
                Map.entry("0o17", ScalarKind.INTEGER),
                Map.entry("017", ScalarKind.INTEGER),
                Map.entry("1.5", ScalarKind.FLOAT),
                Map.entry("1e3", ScalarKind.FLOAT),
                Map.entry(".inf", ScalarKind.FLOAT),
                Map.entry("yes", ScalarKind.TEXT),
                Map.entry("no", ScalarKind.TEXT),
                Map.entry("on", ScalarKind.TEXT),
                Map.entry("1:30", ScalarKind.TEXT),
                Map.entry("1_000", ScalarKind.TEXT),
                Map.entry("2024-01-01", ScalarKind.TEXT),
                Map.entry("true", ScalarKind.BOOLEAN),
                Map.entry("~", ScalarKind.NULL),
                Map.entry("null", ScalarKind.NULL),
                Map.entry("'1'", ScalarKind.TEXT),
                Map.entry("!!str 1", ScalarKind.TEXT),
                Map.entry("! 1", ScalarKind.TEXT),
                Map.entry("!!int 1", ScalarKind.INTEGER));

        kinds.forEach((text, kind) -> assertThat(
                        ((Scalar) mapping("a: " + text).entry("a").orElseThrow().value()).kind())
                .as(text)
                .isEqualTo(kind));
    }

    @Test
    void keepsWhatStandsBeforeASyntaxErrorAndBehindIt() {
        YamlDocument document = read("a: 1\nb: \"open\nc: 2\n");

        assertThat(document.whole()).isFalse();
        assertThat(((Mapping) document.root().orElseThrow()).entries())
                .extracting(YamlNode.Entry::name)
                .containsExactly("a", "c");
    }

    @Test
    void aHalfTypedKeyCostsOnlyItsLine() {
        YamlDocument document = read("services:\n  db:\n    image: a\n    netw\n  app:\n    image: b\n");
        Mapping services = (Mapping) ((Mapping) document.root().orElseThrow())
                .entry("services")
                .orElseThrow()
                .value();

        assertThat(services.entries()).extracting(YamlNode.Entry::name).containsExactly("db", "app");
        assertThat(document.diagnostics())
                .extracting(d -> d.range().start().line())
                .containsExactly(4);
    }

    @Test
    void aliasesShareTheirAnchorsValueAtTheirOwnPlace() {
        Mapping root = mapping("a: &x {k: v}\nb: *x\n");
        Mapping first = (Mapping) root.entry("a").orElseThrow().value();
        Mapping second = (Mapping) root.entry("b").orElseThrow().value();

        assertThat(second.range()).hasToString("2:4-2:6");
        assertThat(second.entries()).isSameAs(first.entries());
    }

    @Test
    void refusesBombsByCountByRepetitionByDepthAndBySize() {
        assertThat(codes("a: &a [1]\nb: [" + "*a, ".repeat(1_001) + "]\n")).contains(Code.YAML_TOO_MANY_ALIASES);
        StringBuilder laughs = new StringBuilder("a0: &a0 x\n");
        for (int i = 1; i < 60; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(codes(laughs.toString())).containsExactly(Code.YAML_TOO_MANY_ALIASES);
        assertThat(codes("[".repeat(100_000))).containsExactly(Code.YAML_TOO_DEEP);
        assertThat(codes("a: " + "{a: ".repeat(70))).containsExactly(Code.YAML_TOO_DEEP);
        assertThat(codes("- ".repeat(70) + "x")).containsExactly(Code.YAML_TOO_DEEP);
        assertThat(codes("#".repeat((4 << 20) + 1))).containsExactly(Code.YAML_TOO_LARGE);
        assertThat(codes("a: [" + "1,".repeat(600_000) + "]")).containsExactly(Code.YAML_TOO_LARGE);
    }

    @Test
    void readsCarriageReturnsAndATrailingDocumentEnd() {
        assertThat(read("a: 1\r\nb: 2\r\n").diagnostics()).isEmpty();
        assertThat(read("a: 1\rb: 2\r").diagnostics()).isEmpty();
        assertThat(read("---\na: 1\n...\n").diagnostics()).isEmpty();
        assertThat(mapping("a: 1\r\nb: 2\r\n").entry("b").orElseThrow().key().range())
                .hasToString("2:1-2:2");
    }

    @Test
    void findsTheEntryUnderACursor() {
        YamlNode root = mapping("a:\n  b: [{c: d}]\n");
        SourceText source = SourceText.of("f", "a:\n  b: [{c: d}]\n");

        assertThat(root.entryAt(source.position(11)).map(YamlNode.Entry::name)).contains("c");
        assertThat(root.entryAt(source.position(5)).map(YamlNode.Entry::name)).contains("b");
    }

    @Property(tries = 1_000)
    void whatIsWrittenIsReadBack(@ForAll("texts") String key, @ForAll("texts") String value) {
        YamlNode tree = new MappingBuilder()
                .put("list", YamlNode.sequence(List.of(YamlNode.scalar(value), YamlNode.number(7))))
                .put(
                        "map",
                        new MappingBuilder()
                                .text(key.isEmpty() ? "k" : key, value)
                                .done())
                .flag("flag", true)
                .items("empty", List.of(new MappingBuilder().done()))
                .done();
        YamlDocument read = read(YamlWriter.write(tree));

        assertThat(read.diagnostics()).isEmpty();
        assertThat(YamlJson.from(read.root().orElseThrow())).isEqualTo(YamlJson.from(tree));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                                "a", " ", "\n", "\t", ":", "#", "-", "'", "\"", "\r\n", "é", "😀", "1", "null", "{",
                                "\u0007", "  ", "key: v", "%")
                        .list()
                        .ofMaxSize(8)
                        .map(parts -> String.join("", parts)),
                Arbitraries.of(
                        "true",
                        "1",
                        "~",
                        "",
                        "no",
                        "0x1",
                        "1.0",
                        "#!/bin/sh\necho hi\n",
                        "a\n\n",
                        "\n",
                        " a\nb",
                        "<<"));
    }

    @Test
    void theLimitsAreInTheMessageAndItsRangeInTheText() {
        Diagnostic found = read("[".repeat(80)).diagnostics().getFirst();

        assertThat(found.message()).contains("64");
        assertThat(found.range()).isNotEqualTo(TextRange.START);
    }
}
