package io.vmregistry.lsp.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.document.Surroundings;
import io.vmregistry.lsp.testing.Corpus;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a document holds, every question has an answer, and every range of it lies in the text. The seed is in the message. */
@Timeout(180)
class AnyTextTest {

    private static final long SEED = Long.getLong("fuzz.seed", 20_260_102);
    private static final int PREFIXES = Integer.getInteger("fuzz.prefixes", 10_000);
    private static final int EDITS = Integer.getInteger("fuzz.edits", 600);
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
            "\r",
            "\t",
            "\"",
            "'",
            "&a ",
            "*a",
            "!x ",
            "|\n",
            ">-\n",
            "#",
            " #",
            "---\n",
            "...\n",
            "? ",
            "${",
            "${X}",
            "$$",
            "\uFEFF",
            "\u0000",
            "\uD800",
            "\uDC00",
            "😀",
            "%YAML 9.9\n",
            "<<: ",
            "null",
            "~",
            ",",
            "services:\n",
            "  ",
            "dependsOn: [app]",
            "@",
            "`",
            "\u2028",
            "\u0085",
            "name: x\n");

    private final Random random = new Random(SEED);

    @Test
    void completionAndHoverAnswerForTenThousandPrefixesOfGoodFiles() {
        List<String> texts = Corpus.goodTexts();
        for (int i = 0; i < PREFIXES; i++) {
            String text = texts.get(i % texts.size());
            String prefix = text.substring(0, random.nextInt(text.length() + 1));
            OpenDocument document = document(i, prefix);

            answered("prefix " + i, prefix, () -> Answers.atCursor(document, end(document)));
        }
    }

    @Test
    void everyQuestionIsAnsweredAfterAnyEdit() {
        List<String> texts = Corpus.goodTexts();
        OpenDocument document = document(0, texts.getFirst());
        for (int i = 0; i < EDITS; i++) {
            if (i % 12 == 0) {
                document = document(i / 12, texts.get(i / 12 % texts.size()));
            }
            OpenDocument next = document.changed(i + 2, List.of(edit(document)));
            Position position = anywhere(next);
            answered("edit " + i, next.text(), () -> Answers.everything(next, position));
            document = next;
        }
    }

    @Test
    void anIncrementalChangeGivesTheTextThatTheEditorHas() {
        String text = Corpus.goodTexts().getLast();
        OpenDocument document = document(0, text);
        for (int i = 0; i < 500; i++) {
            int start = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), start + random.nextInt(4));
            String put = SPLINTERS.get(random.nextInt(SPLINTERS.size()));
            Range range = document.range(start, end);
            // A place inside a line end or behind it is one that an editor does not have.
            boolean exact = document.offset(range.getStart()) == start && document.offset(range.getEnd()) == end;
            if (exact) {
                document = document.changed(i + 1, List.of(new TextDocumentContentChangeEvent(range, put)));
                text = text.substring(0, start) + put + text.substring(end);
                assertThat(document.text()).as("seed %d, change %d", SEED, i).isEqualTo(text);
            }
        }
    }

    @Test
    void placesOutsideOfTheTextAreClamped() {
        OpenDocument document = document(1, "services:\n  a: 😀\n");

        for (Position position : List.of(
                new Position(-5, -5),
                new Position(0, Integer.MAX_VALUE),
                new Position(Integer.MAX_VALUE, 0),
                new Position(Integer.MAX_VALUE, Integer.MAX_VALUE))) {
            answered("position " + position, document.text(), () -> Answers.everything(document, position));
        }
        assertThat(document.changed(
                                2,
                                List.of(new TextDocumentContentChangeEvent(
                                        new Range(new Position(9, 9), new Position(0, 0)), "x")))
                        .text())
                .endsWith("x");
    }

    @Test
    void hostileTextsAreAnsweredSoon() {
        List<String> hostile = List.of(
                "[".repeat(100_000),
                "{a: ".repeat(50_000),
                "- ".repeat(50_000),
                "a: \"".repeat(20_000),
                "a: '\n".repeat(5_000),
                "\t".repeat(100_000),
                "a:\n".repeat(10_000),
                "? ".repeat(20_000),
                "${".repeat(50_000),
                "services:\n" + "  x: [\n".repeat(5_000),
                "services:\n" + nested(1_000),
                "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + bomb(),
                new String(new char[100_000]).replace('\0', '\u0001'),
                "\uD83D".repeat(50_000),
                "x".repeat(5 << 20));

        for (String text : hostile) {
            long start = System.nanoTime();
            OpenDocument document = document(0, text);
            answered("hostile", text.substring(0, 20), () -> Answers.everything(document, end(document)));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("time for " + text.substring(0, 20))
                    .isLessThan(Duration.ofSeconds(30));
        }
    }

    private static String nested(int depth) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= depth; i++) {
            text.append(" ".repeat(i)).append("a:\n");
        }
        return text.toString();
    }

    private static String bomb() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < 12; i++) {
            text.append("a%d: &a%d [".formatted(i, i))
                    .append("*a%d,".formatted(i - 1).repeat(9))
                    .append("]\n");
        }
        return text.toString();
    }

    private TextDocumentContentChangeEvent edit(OpenDocument document) {
        int length = document.text().length();
        int start = random.nextInt(length + 1);
        int end = Math.min(length, start + (random.nextInt(4) == 0 ? random.nextInt(200) : random.nextInt(3)));
        String put = random.nextInt(5) == 0 ? "" : SPLINTERS.get(random.nextInt(SPLINTERS.size()));
        return new TextDocumentContentChangeEvent(document.range(start, end), put);
    }

    private Position anywhere(OpenDocument document) {
        int at = random.nextInt(document.text().length() + 1);
        return document.range(at, at).getStart();
    }

    private static Position end(OpenDocument document) {
        int end = document.text().length();
        return document.range(end, end).getStart();
    }

    private static OpenDocument document(int number, String text) {
        String uri = number % 2 == 0 ? "untitled:/VMFile" : "untitled:/lab.VMCompose";
        return OpenDocument.of(uri, 1, text, Surroundings.of(uri, Map.of("X", "a: [b"), Clock.systemUTC()));
    }

    private static void answered(String what, String text, Runnable question) {
        try {
            question.run();
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            throw new AssertionError("seed %d, %s: %s%n%s".formatted(SEED, what, e, text), e);
        }
    }
}
