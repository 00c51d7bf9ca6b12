package io.vmregistry.lsp.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.lsp.testing.Applied;
import io.vmregistry.lsp.testing.Corpus;
import io.vmregistry.lsp.testing.Marked;
import org.junit.jupiter.api.Test;

class FormattingTest {

    @Test
    void indentsByTwoAndKeepsCommentsAndBlankLines() {
        assertThat(formatted("""
                # head
                apiVersion:   v1

                services:
                    # the database
                    db:
                        image:  x   # local
                        networks:
                        -   name: a
                            staticIp: 10.0.0.1
                        -  {name: b,
                            mac: "x"}

                        cloudInit:
                            userData: |
                                #cloud-config
                                packages:
                                    - a
                # foot
                """)).isEqualTo("""
                # head
                apiVersion: v1

                services:
                  # the database
                  db:
                    image: x   # local
                    networks:
                      - name: a
                        staticIp: 10.0.0.1
                      - {name: b,
                          mac: "x"}

                    cloudInit:
                      userData: |
                        #cloud-config
                        packages:
                            - a
                # foot
                """);
    }

    @Test
    void endsTheLastLine() {
        assertThat(formatted("apiVersion: v1")).isEqualTo("apiVersion: v1\n");
        assertThat(formatted("apiVersion: v1\r\nservices:\r\n    a: {image: x}"))
                .isEqualTo("apiVersion: v1\r\nservices:\r\n  a: {image: x}\r\n");
    }

    @Test
    void whatIsNotYamlStaysAsItIs() {
        String broken = "services:\n    a: [\n    b: }\n";

        assertThat(formatted(broken)).isEqualTo(broken);
    }

    @Test
    void aSecondTimeChangesNothing() {
        for (String text : Corpus.goodTexts()) {
            String once = formatted(text);

            assertThat(formatted(once)).isEqualTo(once);
        }
    }

    @Test
    void whatIsLaidOutWellStays() {
        for (String text : Corpus.goodTexts()) {
            assertThat(formatted(text)).isEqualTo(text);
        }
    }

    @Test
    void widerTextsComeBackToWhatTheyWere() {
        String text = Corpus.goodTexts().getLast();
        String wide = text.replaceAll("(?m)^( +)", "$1$1");

        assertThat(wide).isNotEqualTo(text);
        assertThat(formatted(wide)
                        .lines()
                        .filter(line -> line.matches("  [a-z]+:.*"))
                        .toList())
                .isEqualTo(
                        text.lines().filter(line -> line.matches("  [a-z]+:.*")).toList());
    }

    private static String formatted(String text) {
        Marked at = Marked.compose(text);
        return Applied.to(at.document(), Formatting.edits(at.document()));
    }
}
