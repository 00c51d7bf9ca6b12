package io.vmregistry.lsp.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.lsp.image.ImageNames;
import io.vmregistry.lsp.testing.Marked;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.InsertTextFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionsTest {

    private static final ImageNames IMAGES = () -> List.of("me/web:latest", "me/db:17");

    @Test
    void keysComeByPlaceWithTheRequiredOnesFirstAndWithoutThoseThatAreThere() {
        List<String> labels = sorted(Marked.vmfile("spec:\n  diskFormat: raw\n  ‸\n"));

        assertThat(labels)
                .startsWith("diskImage", "resources")
                .contains("ssh", "provision")
                .doesNotContain("diskFormat");
    }

    @Test
    void aKeyThatAnotherExcludesIsNotOffered() {
        assertThat(sorted(Marked.compose("services:\n  a:\n    cloudInit:\n      userData: x\n      ‸\n")))
                .contains("metaDataFile")
                .doesNotContain("userDataFile");
    }

    @Test
    void wordsOfAChoiceComeWithTheirMeaning() {
        List<CompletionItem> items = items(Marked.compose("networks:\n  a:\n    mode: ‸\n"));

        assertThat(items).extracting(CompletionItem::getLabel).startsWith("nat", "isolated");
        assertThat(items.getFirst().getDetail()).contains("host's address");
    }

    @Test
    void behindATightColonASpaceComesFirst() {
        assertThat(newText(items(Marked.compose("networks:\n  a:\n    mode:‸\n")), "nat"))
                .isEqualTo(" nat");
    }

    @Test
    void namesInScopeAreOffered() {
        String head = """
                networks: {private: {}, public: {}}
                volumes:
                  data: {size: 1G}
                services:
                  db: {image: x, profiles: [full]}
                  web:
                    image: y
                """;

        assertThat(sorted(Marked.compose(head + "    networks:\n      - name: ‸\n")))
                .startsWith("private", "public");
        assertThat(sorted(Marked.compose(head + "    networks: [{name: ‸}]\n"))).startsWith("private", "public");
        assertThat(sorted(Marked.compose(head + "    volumes:\n      - name: ‸\n")))
                .startsWith("data");
        assertThat(sorted(Marked.compose(head + "    dependsOn: [‸]\n")))
                .contains("db")
                .doesNotContain("web");
        assertThat(sorted(Marked.compose(head + "    dependsOn:\n      ‸\n")))
                .contains("db")
                .doesNotContain("web");
        assertThat(sorted(Marked.compose(head + "    profiles: [‸]\n"))).contains("full");
    }

    @Test
    void imagesComeFromWhomeverKnowsThem() {
        assertThat(sorted(Marked.compose("services:\n  a:\n    image: m‸\n"))).startsWith("me/web:latest", "me/db:17");
    }

    @Test
    void theNextFreeAddressIsOffered() {
        assertThat(sorted(Marked.compose("""
                        networks: {lab: {subnet: 10.0.0.0/24}}
                        services:
                          a: {image: x, networks: [{name: lab, staticIp: 10.0.0.10}]}
                          b:
                            image: x
                            networks:
                              - name: lab
                                staticIp: ‸
                        """))).startsWith("10.0.0.11");
    }

    @Test
    void snippetsFitTheirPlace() {
        assertThat(sorted(Marked.compose("‸"))).contains("VMCompose", "apiVersion");
        assertThat(sorted(Marked.vmfile("‸"))).contains("VMFile", "apiVersion");
        assertThat(sorted(Marked.compose("services:\n  ‸\n"))).contains("service");
        assertThat(sorted(Marked.compose("networks:\n  ‸\n"))).contains("network");
        assertThat(sorted(Marked.compose("services:\n  a:\n    ‸\n")))
                .contains("cloudInit (user data)", "healthcheck (tcp)", "cloudInit");
        assertThat(sorted(Marked.compose("services:\n  a:\n    healthcheck: {}\n    ‸\n")))
                .doesNotContain("healthcheck (tcp)", "healthcheck");
    }

    @Test
    void aClientWithoutSnippetsGetsPlainText() {
        Marked marked = Marked.compose("services:\n  ‸\n");
        List<CompletionItem> items = new Completions(IMAGES, false)
                .at(marked.document(), marked.cursor())
                .getItems();

        assertThat(items).allSatisfy(item -> {
            assertThat(item.getInsertTextFormat()).isNotEqualTo(InsertTextFormat.Snippet);
            assertThat(item.getTextEdit().getLeft().getNewText()).doesNotContain("$");
        });
        assertThat(newText(items, "service")).startsWith("name:\n    image: ");
    }

    @Test
    void aKeyThatHasItsColonIsReplacedAlone() {
        Marked marked = Marked.compose("services:\n  a:\n    im‸: x\n");
        CompletionItem image = items(marked).stream()
                .filter(item -> item.getLabel().equals("image"))
                .findFirst()
                .orElseThrow();

        assertThat(image.getTextEdit().getLeft().getNewText()).isEqualTo("image");
        assertThat(image.getTextEdit().getLeft().getRange().getEnd().getCharacter())
                .isEqualTo(6);
    }

    @Test
    void filesBesideTheDocumentAreOffered(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("scripts"));
        Files.writeString(folder.resolve("user.yaml"), "");
        Files.writeString(folder.resolve("scripts/a.sh"), "");
        String uri = folder.resolve("VMCompose").toUri().toString();
        String text = "services:\n  a:\n    cloudInit:\n      userDataFile: %s‸\n";

        assertThat(sorted(Marked.of(uri, text.formatted(""), Map.of()))).contains("./scripts/", "./user.yaml");
        assertThat(sorted(Marked.of(uri, text.formatted("./scripts/"), Map.of())))
                .contains("./scripts/a.sh");
        assertThat(sorted(Marked.of(uri, text.formatted("../"), Map.of()))).doesNotContain("../user.yaml");
    }

    @Test
    void nothingIsOfferedInTextsAndComments() {
        assertThat(sorted(Marked.compose("services:\n  a:\n    cloudInit:\n      userData: |\n        x‸\n")))
                .isEmpty();
        assertThat(sorted(Marked.compose("# ‸\n"))).isEmpty();
    }

    private static List<CompletionItem> items(Marked marked) {
        return new Completions(IMAGES, true)
                .at(marked.document(), marked.cursor())
                .getItems();
    }

    private static List<String> sorted(Marked marked) {
        return items(marked).stream()
                .sorted(java.util.Comparator.comparing(CompletionItem::getSortText))
                .map(CompletionItem::getLabel)
                .toList();
    }

    private static String newText(List<CompletionItem> items, String label) {
        return items.stream()
                .filter(item -> item.getLabel().equals(label))
                .findFirst()
                .orElseThrow()
                .getTextEdit()
                .getLeft()
                .getNewText();
    }
}
