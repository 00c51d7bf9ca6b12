package io.vmregistry.spec.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SourceTextTest {

    @Test
    void countsLinesAndColumnsFromOneInUtf16Units() {
        SourceText source = SourceText.of("f", "a\n😀b\r\nc\rd");

        assertThat(source.position(0)).hasToString("1:1");
        assertThat(source.position(2)).hasToString("2:1");
        assertThat(source.position(4)).hasToString("2:3");
        assertThat(source.position(7)).hasToString("3:1");
        assertThat(source.position(9)).hasToString("4:1");
        assertThat(source.lineCount()).isEqualTo(4);
        assertThat(source.line(2)).isEqualTo("😀b");
    }

    @Property
    void positionsAndOffsetsAgree(@ForAll String text) {
        SourceText source = SourceText.of("f", text);

        for (int offset = 0; offset <= text.length(); offset++) {
            boolean insideLineEnd = offset > 0
                    && offset <= text.length()
                    && source.line(source.position(offset).line()).length()
                            < source.position(offset).column() - 1;
            if (!insideLineEnd) {
                assertThat(source.offset(source.position(offset))).isEqualTo(offset);
            }
        }
    }

    @Test
    void clampsOffsetsBehindALine() {
        SourceText source = SourceText.of("f", "ab\ncd");

        assertThat(source.offset(new Position(1, 99))).isEqualTo(2);
        assertThat(source.offset(new Position(99, 1))).isEqualTo(5);
    }

    @Test
    void namesTheFirstByteThatIsNoUtf8() {
        SourceText source = SourceText.decode("f", new byte[] {'a', (byte) 0xc3, (byte) 0xa9, (byte) 0xff, 'b'});

        assertThat(source.malformedAt()).hasValue(2);
        assertThat(source.text()).isEqualTo("aé\uFFFDb");
        assertThat(SourceText.decode("f", "é".getBytes(StandardCharsets.UTF_8)).malformedAt())
                .isEmpty();
        assertThat(SourceText.decode("f", new byte[] {'a', (byte) 0xc3}).text()).isEqualTo("a\uFFFD");
    }

    @Test
    void positionsInRewrittenTextNameTheOriginal() {
        SourceText original = SourceText.of("f", "one ${X} three ${Y}!");
        SourceText.Rewriting rewriting = original.rewriting();
        rewriting.copy(0, 4);
        rewriting.replace(4, 8, "two times\ntwo");
        rewriting.copy(8, 15);
        rewriting.replace(15, 19, "");
        rewriting.copy(19, 20);
        SourceText rewritten = rewriting.done();

        assertThat(rewritten.text()).isEqualTo("one two times\ntwo three !");
        assertThat(rewritten.range(0, 3)).hasToString("1:1-1:4");
        assertThat(rewritten.range(8, 10)).hasToString("1:5-1:9");
        assertThat(rewritten.range(4, 17)).hasToString("1:5-1:9");
        assertThat(rewritten.range(18, 23)).hasToString("1:10-1:15");
        assertThat(rewritten.range(24, 25)).hasToString("1:20-1:21");
    }
}
