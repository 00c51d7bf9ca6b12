package io.vmregistry.lsp.structure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.testing.Applied;
import io.vmregistry.lsp.testing.Marked;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.SelectionRange;
import org.eclipse.lsp4j.SymbolKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StructureTest {

    private static final String LAB = """
            # two
            # comments
            apiVersion: v1
            networks:
              lab: {subnet: 10.0.0.0/24}
            services:
              db:
                image: me/db:${TAG}
                resources: {cpu: 1, memory: 4096}
                networks:
                  - name: lab
                cloudInit:
                  userDataFile: ./user.yaml
                  metaData: |
                    a: b
                    c: d
            """;

    @Test
    void theOutlineNamesWhatThereIs() {
        List<DocumentSymbol> symbols = Symbols.of(Marked.compose(LAB).document());

        assertThat(symbols).extracting(DocumentSymbol::getName).containsExactly("apiVersion", "networks", "services");
        DocumentSymbol db = symbols.getLast().getChildren().getFirst();
        assertThat(db.getKind()).isEqualTo(SymbolKind.Class);
        assertThat(db.getDetail()).startsWith("me/db:");
        assertThat(db.getChildren()).extracting(DocumentSymbol::getName).contains("image", "cloudInit");
        assertThat(symbols.get(1).getChildren().getFirst().getDetail()).isEqualTo("10.0.0.0/24");
    }

    @Test
    void whatAnAliasRepeatsIsNotPartOfItsSymbol() {
        List<DocumentSymbol> symbols = Symbols.of(Marked.compose("networks:\n  a: &x {subnet: 10.0.0.0/24}\n  b: *x\n")
                .document());

        assertThat(symbols.getFirst().getChildren().get(0).getChildren()).hasSize(1);
        assertThat(symbols.getFirst().getChildren().get(1).getChildren()).isNullOrEmpty();
    }

    @Test
    void keysBlocksAndCommentsFold() {
        List<String> folds = Folds.of(Marked.compose(LAB).document()).stream()
                .map(fold -> fold.getStartLine() + "-" + fold.getEndLine() + " " + fold.getKind())
                .toList();

        assertThat(folds)
                .containsExactly(
                        "0-1 comment",
                        "3-4 region",
                        "5-15 region",
                        "6-15 region",
                        "9-10 region",
                        "11-15 region",
                        "13-15 region");
    }

    @Test
    void selectionsGrowFromTheWordToTheDocument() {
        Marked marked = Marked.compose(LAB.replace("name: lab", "name: l‸ab"));
        List<String> texts = new ArrayList<>();
        SelectionRange selection =
                Selections.of(marked.document(), List.of(marked.cursor())).getFirst();
        for (SelectionRange at = selection; at != null; at = at.getParent()) {
            texts.add(Applied.text(marked.document(), at.getRange()));
        }

        assertThat(texts.subList(0, 4)).containsExactly("", "lab", "name: lab", "- name: lab");
        assertThat(texts.getLast()).isEqualTo(marked.document().text());
    }

    @Test
    void namesVariablesAndKeysAreColoured() {
        OpenDocument document = Marked.compose(LAB).document();
        List<String> legend = Colours.legend().getTokenTypes();
        List<Integer> data = Colours.of(document).getData();
        List<String> tokens = new ArrayList<>();
        int line = 0;
        int column = 0;
        for (int i = 0; i < data.size(); i += 5) {
            column = data.get(i) == 0 ? column + data.get(i + 1) : data.get(i + 1);
            line += data.get(i);
            String word = document.source().line(line + 1).substring(column, column + data.get(i + 2));
            tokens.add(word + " " + legend.get(data.get(i + 3)) + (data.get(i + 4) == 1 ? " given" : ""));
        }

        assertThat(tokens)
                .contains(
                        "apiVersion property",
                        "lab interface given",
                        "db class given",
                        "lab interface",
                        "TAG variable");
    }

    @Test
    void filesAreLinked(@TempDir Path folder) {
        String uri = folder.resolve("VMCompose").toUri().toString();

        assertThat(Links.of(Marked.of(uri, LAB, Map.of()).document()))
                .singleElement()
                .satisfies(link -> assertThat(link.getTarget())
                        .isEqualTo(folder.resolve("user.yaml").toUri().toString()));
        assertThat(Links.of(Marked.compose(LAB).document())).isEmpty();
    }

    @Test
    void hintsShowWhatValuesComeTo() {
        OpenDocument document =
                Marked.of("untitled:/VMCompose", LAB, Map.of("TAG", "17")).document();

        assertThat(Hints.of(document, document.range(0, document.text().length())))
                .extracting(hint -> hint.getLabel().getLeft())
                .containsExactly("10.0.0.1 to 10.0.0.254", "= me/db:17", "= 4GiB");
        assertThat(Hints.of(document, document.range(0, 10))).isEmpty();
    }

    @Test
    void lensesActOnTheProjectAndItsServices() {
        assertThat(Lenses.of(Marked.compose(LAB).document()))
                .extracting(lens -> lens.getCommand().getTitle() + " "
                        + lens.getCommand().getArguments().size())
                .containsExactly("Up 1", "Logs 1", "Up 2", "Logs 2", "SSH 2");
        assertThat(Lenses.of(Marked.vmfile("spec: {}\n").document())).isEmpty();
    }
}
