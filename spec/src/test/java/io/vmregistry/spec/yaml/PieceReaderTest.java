package io.vmregistry.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.spec.compose.ComposeFiles;
import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.files.FileLookup;
import io.vmregistry.spec.text.SourceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reading piece by piece, with and without memory, gives what reading the whole gives. */
class PieceReaderTest {

    private static final int NEVER = Integer.MAX_VALUE;
    private static final long SEED = 20_260_101;
    private static final List<String> SPLINTERS = List.of(
            "{",
            "}",
            "[",
            "]",
            ": ",
            ":",
            "- ",
            "\n",
            "\n  x: 1\n",
            "\"",
            "'",
            "&a ",
            "*a",
            "|\n",
            ">",
            "# ",
            "  ",
            "\t",
            "a: b",
            "services:\n",
            "? ",
            "<<: ",
            "😀",
            "\r\n",
            "...",
            "---\n",
            "!x ",
            "\n\n",
            "  b:\n",
            "}\n");

    @Test
    void goodTextsReadTheSame() {
        for (String text : texts()) {
            assertThat(described(inPieces(text, new YamlMemory()))).as(text).isEqualTo(described(whole(text)));
        }
    }

    @Test
    void bracketsAndQuotesMayReachOverPieces() {
        String text = """
                networks: {
                a: {},
                b: {}
                }
                services:
                  a: {image: "x
                  y: z", labels: [
                  b: 1
                  ]}
                  c: {}
                """;

        assertThat(whole(text).whole()).isTrue();
        assertThat(described(inPieces(text, new YamlMemory()))).isEqualTo(described(whole(text)));
    }

    @Test
    void anchorsReachOverPieces() {
        String text = "a: &x {b: 1}\nservices:\n  c: *x\n  d: &y [1]\n  e: *y\n  f: *none\n";

        assertThat(described(inPieces(text, new YamlMemory()))).isEqualTo(described(whole(text)));
    }

    @Test
    void aKeyThatStandsTwiceInTwoPiecesIsReported() {
        String text = "services:\n  a: {}\n  b: {}\n  a: 1\nservices: 2\n";

        assertThat(described(inPieces(text, new YamlMemory()))).isEqualTo(described(whole(text)));
    }

    /** Whatever is typed: without a fault the trees are one; in any case, what memory holds makes no difference. */
    @Test
    void editsReadTheSame() {
        Random random = new Random(SEED);
        List<String> texts = texts();
        int faultless = 0;
        for (int round = 0; round < 150; round++) {
            String text = texts.get(random.nextInt(texts.size()));
            YamlMemory memory = new YamlMemory();
            inPieces(text, memory);
            for (int edit = 0; edit < 8; edit++) {
                text = edited(text, random);
                String as = "seed %d, round %d, edit %d:%n%s".formatted(SEED, round, edit, text);
                YamlDocument remembered = inPieces(text, memory);
                YamlDocument fresh = inPieces(text, new YamlMemory());
                YamlDocument whole = whole(text);
                assertThat(described(remembered)).as(as).isEqualTo(described(fresh));
                assertThat(fresh.whole()).as(as).isEqualTo(whole.whole());
                if (whole.whole()) {
                    faultless++;
                    assertThat(described(fresh)).as(as).isEqualTo(described(whole));
                }
            }
        }
        assertThat(faultless).isGreaterThan(100);
    }

    @Test
    void whatIsRememberedOfAServiceMovesWithIt() {
        StringBuilder text = new StringBuilder("apiVersion: v1\nservices:\n");
        for (int i = 0; i < 400; i++) {
            text.append("  s%d:\n    image: x\n    imge: y\n".formatted(i));
        }
        YamlMemory memory = new YamlMemory();
        SourceText first = SourceText.of("x", text.toString());
        SourceText second = SourceText.of("x", "# a line\n\n" + text);
        ComposeFiles.check(first, FileLookup.unavailable(), memory);

        Checked again = ComposeFiles.check(second, FileLookup.unavailable(), memory);

        assertThat(again.diagnostics())
                .hasSize(400)
                .isEqualTo(ComposeFiles.parse(second).diagnostics())
                .allSatisfy(found -> assertThat(found.code()).isEqualTo(Code.COMPOSE_UNKNOWN_KEY));
    }

    @Test
    void aFaultCostsItsOwnPieceOnly() {
        String text = "services:\n  a:\n    image: x\n  b:\n    ima\n    image: [\n  c:\n    image: z\n";

        YamlDocument document = inPieces(text, new YamlMemory());

        assertThat(document.whole()).isFalse();
        assertThat(described(document)).contains("c:{image:z").contains("a:{image:x");
    }

    private static String edited(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + (random.nextInt(3) == 0 ? random.nextInt(12) : 0));
        String put = random.nextInt(6) == 0 ? "" : SPLINTERS.get(random.nextInt(SPLINTERS.size()));
        return text.substring(0, at) + put + text.substring(end);
    }

    private static YamlDocument inPieces(String text, YamlMemory memory) {
        return YamlReader.read(SourceText.of("x", text), YamlLimits.DEFAULT, memory, 0);
    }

    private static YamlDocument whole(String text) {
        return YamlReader.read(SourceText.of("x", text), YamlLimits.DEFAULT, new YamlMemory(), NEVER);
    }

    /** All that a reader can see, places included. */
    private static String described(YamlDocument document) {
        StringBuilder text = new StringBuilder();
        document.root().ifPresent(root -> describe(root, text));
        document.diagnostics()
                .forEach(found -> text.append('\n').append(found.range()).append(found.render()));
        return text.toString();
    }

    private static void describe(YamlNode node, StringBuilder text) {
        switch (node) {
            case YamlNode.Scalar scalar ->
                text.append(scalar.text()).append(scalar.style()).append(scalar.kind());
            case YamlNode.Sequence sequence -> {
                text.append('[');
                sequence.items().forEach(item -> describe(item, text));
                text.append(']');
            }
            case YamlNode.Mapping mapping -> {
                text.append('{');
                mapping.entries().forEach(entry -> {
                    text.append(entry.name()).append(':');
                    describe(entry.value(), text);
                    text.append(entry.key().range());
                });
                text.append('}');
            }
        }
        text.append('@').append(node.range());
    }

    private static List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (String folder : List.of("vmfile/good", "vmcompose/good", "vmcompose/bad", "vmfile/bad")) {
            try (Stream<Path> files = Files.list(Path.of("src/test/resources").resolve(folder))) {
                files.filter(path -> path.toString().matches(".*\\.VM(File|Compose)"))
                        .sorted()
                        .forEach(path -> add(path, texts));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return texts.stream().filter(text -> whole(text).whole()).toList();
    }

    private static void add(Path path, List<String> texts) {
        try {
            texts.add(SourceText.decode("x", Files.readAllBytes(path)).text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
