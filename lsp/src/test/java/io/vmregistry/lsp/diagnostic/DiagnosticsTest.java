package io.vmregistry.lsp.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.document.Surroundings;
import io.vmregistry.lsp.testing.Applied;
import io.vmregistry.lsp.testing.Marked;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DiagnosticTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosticsTest {

    @Test
    void aDiagnosticLinksToItsDocumentationAndToOtherPlaces() {
        Diagnostic found = only("""
                apiVersion: v1
                networks: {lab: {subnet: 10.0.0.0/24}}
                services:
                  a: {image: x, networks: [{name: lab, staticIp: 10.9.0.1}]}
                """);

        assertThat(found.getCode().getLeft()).isEqualTo("VMC014");
        assertThat(found.getCodeDescription().getHref()).endsWith("#vmc014");
        assertThat(found.getRelatedInformation()).singleElement().satisfies(related -> {
            assertThat(related.getMessage()).isEqualTo("the subnet");
            assertThat(related.getLocation().getRange().getStart().getLine()).isEqualTo(1);
        });
    }

    @Test
    void whatNobodyUsesIsAWarningAndFaded() {
        Diagnostic found = only("apiVersion: v1\nnetworks: {lab: {}}\nservices: {a: {image: x}}\n");

        assertThat(found.getSeverity()).isEqualTo(DiagnosticSeverity.Warning);
        assertThat(found.getTags()).containsExactly(DiagnosticTag.Unnecessary);
    }

    @Test
    void aVariableThatIsNotSetIsAWarningBecauseTheEditorsEnvironmentIsNotTheShells() {
        Diagnostic found = only("apiVersion: v1\nservices: {a: {image: \"x:${TAG}\"}}\n");

        assertThat(found.getCode().getLeft()).isEqualTo("VMI001");
        assertThat(found.getSeverity()).isEqualTo(DiagnosticSeverity.Warning);
    }

    @Test
    void variablesComeFromTheEnvironmentAndTheEnvFile(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve(".env"), "TAG=17\n");
        String uri = folder.resolve("VMCompose").toUri().toString();

        assertThat(Diagnostics.of(Marked.of(
                                uri,
                                "apiVersion: v1\nservices: {a: {image: \"${NAME}:${TAG}\"}}\n",
                                Map.of("NAME", "x"))
                        .document()))
                .isEmpty();
    }

    @Test
    void aFileThatIsNotThereIsReportedUntilItIs(@TempDir Path folder) throws Exception {
        String uri = folder.resolve("VMCompose").toUri().toString();
        Surroundings surroundings = Surroundings.of(uri, Map.of(), Clock.systemUTC());
        OpenDocument document = OpenDocument.of(
                uri, 1, "apiVersion: v1\nservices: {a: {image: x, cloudInit: {userDataFile: ./u}}}\n", surroundings);
        assertThat(Diagnostics.of(document))
                .singleElement()
                .satisfies(found -> assertThat(found.getCode().getLeft()).isEqualTo("VMC026"));

        Files.writeString(folder.resolve("u"), "x");
        surroundings.forgetFiles();

        assertThat(Diagnostics.of(document.again())).isEmpty();
    }

    @Test
    void theInsideOfUserDataIsCheckedWhereItStands() {
        String text = """
                apiVersion: v1
                services:
                  a:
                    image: x
                    cloudInit:
                      userData: |
                        #cloud-config
                        pakages: [a]
                """;
        Diagnostic found = only(text);

        assertThat(found.getCode().getLeft()).isEqualTo("VMU002");
        assertThat(Applied.text(Marked.compose(text).document(), found.getRange()))
                .isEqualTo("pakages");
    }

    @Test
    void kubernetesResourcesOfOurKindAreLeftAlone() {
        String resource =
                "apiVersion: vmregistry.io/v1alpha1\nkind: VMCompose\nmetadata: {name: a}\nspec: {services: {}}\n";

        assertThat(Diagnostics.of(
                        Marked.of("file:///x/lab.yaml", resource, Map.of()).document()))
                .isEmpty();
    }

    @Test
    void documentsAreRecognisedByNameAndByContent() {
        String ours = "apiVersion: vmregistry.io/v1alpha1\nservices: {}\n";

        for (String name : List.of("VMCompose", "a.VMCompose", "vmcompose.yaml", "a.vmcompose.yaml")) {
            assertThat(Marked.of("file:///x/" + name, "", Map.of()).document().kind())
                    .as(name)
                    .isPresent();
        }
        for (String name : List.of("VMFile", "a.VMFile", "a.vmfile.yaml")) {
            assertThat(Marked.of("file:///x/" + name, "", Map.of()).document().kind())
                    .as(name)
                    .isPresent();
        }
        assertThat(Marked.of("file:///x/any.yaml", ours, Map.of()).document().kind())
                .isPresent();
        assertThat(Marked.of("file:///x/any.yaml", "apiVersion: v1\nservices: {}\n", Map.of())
                        .document()
                        .kind())
                .isEmpty();
    }

    private static Diagnostic only(String text) {
        List<Diagnostic> found = Diagnostics.of(Marked.compose(text).document());
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
