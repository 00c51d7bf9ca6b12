package io.vmregistry.spec.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.spec.compose.ComposeFiles;
import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.interpolation.Interpolation;
import io.vmregistry.spec.text.Position;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.vmfile.VmFiles;
import io.vmregistry.spec.yaml.Parsed;
import io.vmregistry.spec.yaml.YamlJson;
import io.vmregistry.spec.yaml.YamlNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever an editor's user or a broken transfer makes of a file, it is read without an exception. */
class DamagedFilesTest {

    private static final List<String> GOOD = goodFiles();
    private static final List<String> SPLINTERS = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ": ",
            "- ",
            "\n",
            "\r\n",
            "\t",
            "\"",
            "'",
            "&a ",
            "*a",
            "!x ",
            "|",
            ">",
            "#",
            "---\n",
            "...",
            "? ",
            "${",
            "${X}",
            "$$",
            "\uFEFF",
            "\u0000",
            "\uD800",
            "😀",
            "%YAML 9.9\n",
            "<<: ",
            "null",
            "1e999",
            "0x",
            "~",
            ",",
            "services:\n",
            "  ",
            "dependsOn: [app]",
            "replicas: 1000",
            "999999999999999999999",
            "@",
            "`");

    record Edit(int at, int cut, String put) {}

    @Property(tries = 2_000)
    void readingNeverThrowsAndEveryRangeLiesInsideTheText(
            @ForAll("goodText") String good, @ForAll("edits") List<Edit> edits) {
        String damaged = good;
        for (Edit edit : edits) {
            int at = Math.floorMod(edit.at(), damaged.length() + 1);
            int end = Math.min(damaged.length(), at + edit.cut());
            damaged = damaged.substring(0, at) + edit.put() + damaged.substring(end);
        }
        SourceText source = SourceText.of("damaged", damaged);

        checkAll(VmFiles.parse(source));
        checkAll(ComposeFiles.parse(source));
        checkAll(Interpolation.apply(source, Map.of("X", "a: [b\nc")).parse(ComposeFiles::parse));
    }

    @Property(tries = 500)
    void bytesOfAnyKindAreRead(@ForAll byte[] bytes) {
        checkAll(ComposeFiles.parse(SourceText.decode("bytes", bytes)));
    }

    private static void checkAll(Parsed<?> parsed) {
        SourceText source = parsed.source();
        for (Diagnostic diagnostic : parsed.diagnostics()) {
            inside(source, diagnostic.range());
            diagnostic.related().forEach(related -> inside(source, related.range()));
            assertThat(diagnostic.render()).doesNotContain("\n");
        }
        assertThat(parsed.value().isPresent()).isEqualTo(!parsed.hasErrors());
        parsed.tree().ifPresent(tree -> {
            checkTree(source, tree);
            assertThat(YamlJson.from(tree)).isNotNull();
        });
    }

    private static void checkTree(SourceText source, YamlNode node) {
        inside(source, node.range());
        switch (node) {
            case YamlNode.Scalar scalar -> {}
            case YamlNode.Sequence sequence -> sequence.items().forEach(item -> checkTree(source, item));
            case YamlNode.Mapping mapping ->
                mapping.entries().forEach(entry -> {
                    inside(source, entry.key().range());
                    checkTree(source, entry.value());
                });
        }
    }

    private static void inside(SourceText source, TextRange range) {
        for (Position position : List.of(range.start(), range.end())) {
            assertThat(position.line()).isLessThanOrEqualTo(source.lineCount());
            assertThat(source.position(0)).isLessThanOrEqualTo(position);
            assertThat(position.column())
                    .as("column of " + position)
                    .isLessThanOrEqualTo(lengthWithEnd(source, position.line()) + 1);
        }
    }

    /** A range may end behind its line's end, before the next line begins. */
    private static int lengthWithEnd(SourceText source, int line) {
        return source.line(line).length() + 2;
    }

    @Provide
    Arbitrary<String> goodText() {
        return Arbitraries.of(GOOD);
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 4_000),
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(3, Arbitraries.integers().between(0, 6)),
                                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(0, 3_000))),
                        Arbitraries.of(SPLINTERS))
                .as(Edit::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    private static List<String> goodFiles() {
        return Stream.of("vmfile/good", "vmcompose/good")
                .map(Corpus.SOURCE::resolve)
                .flatMap(DamagedFilesTest::texts)
                .toList();
    }

    private static Stream<String> texts(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(path -> path.toString().contains(".VM"))
                    .sorted()
                    .map(DamagedFilesTest::read)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
