package io.vmregistry.lsp.hover;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.lsp.testing.Marked;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HoversTest {

    @Test
    void aKeyIsExplainedFromTheSchema() {
        assertThat(at(Marked.vmfile("spec:\n  disk‸Image: x\n"))).contains("**diskImage**", "required", "Example");
        assertThat(at(Marked.compose("services: {a: {ima‸ge: x}}\n"))).contains("**image**");
    }

    @Test
    void aQuantityIsShownInCanonicalUnits() {
        assertThat(at(Marked.vmfile("spec:\n  resources:\n    memory: 40‸96\n")))
                .contains("= `4GiB`");
        assertThat(at(Marked.compose("services:\n  a:\n    diskSize: 20‸G\n"))).contains("= `20GiB`");
    }

    @Test
    void variablesAreResolvedFromTheEnvironment() {
        String text = "services:\n  a:\n    image: ${REG:-x.org}/a‸pp:${TAG}\n";

        assertThat(at(Marked.of("untitled:/VMCompose", text, Map.of("TAG", "17"))))
                .contains("Resolved: `x.org/app:17`");
        assertThat(at(Marked.compose(text))).contains("not set");
    }

    @Test
    void aChoiceIsExplained() {
        assertThat(at(Marked.compose("networks:\n  a:\n    mode: iso‸lated\n"))).contains("nothing else");
    }

    @Test
    void aNameTellsWhatItStandsFor() {
        assertThat(at(Marked.compose("""
                        networks: {lab: {subnet: 10.0.0.0/24}}
                        services:
                          a:
                            image: x
                            networks: [{name: la‸b}]
                        """))).contains("**network** lab", "subnet `10.0.0.0/24`");
    }

    @Test
    void nothingIsSaidOfNothing() {
        Marked comment = Marked.compose("# com‸ment\nservices: {}\n");
        Marked unknown = Marked.compose("unkn‸own: 1\n");

        assertThat(Hovers.at(comment.document(), comment.cursor())).isEmpty();
        assertThat(Hovers.at(unknown.document(), unknown.cursor())).isEmpty();
    }

    private static String at(Marked marked) {
        return Hovers.at(marked.document(), marked.cursor())
                .map(hover -> hover.getContents().getRight().getValue())
                .orElse("nothing");
    }
}
