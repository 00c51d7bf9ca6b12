package io.vmregistry.lsp.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.testing.Applied;
import io.vmregistry.lsp.testing.Marked;
import io.vmregistry.spec.yaml.Checked;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionsTest {

    @Test
    void anUnknownKeyBecomesTheNearestOne() {
        assertThat(fixed(Marked.compose("apiVersion: v1\nservices:\n  a:\n    im‸ge: x\n"), "Change to \"image\""))
                .contains("    image: x");
    }

    @Test
    void anUnknownNameBecomesTheNearestOne() {
        assertThat(fixed(Marked.compose("""
                                apiVersion: v1
                                networks: {private: {}}
                                services:
                                  a: {image: x, networks: [{name: priv‸te}]}
                                """), "Change to \"private\"")).contains("{name: private}");
    }

    @Test
    void allRequiredKeysAreAdded() {
        String once = fixed(
                Marked.vmfile("apiVersion: v1\nmetadata: {name: me/a}\nsp‸ec:\n  diskFormat: raw\n"),
                "Add diskImage, resources");

        assertThat(once)
                .contains("  diskImage: disk.qcow2\n  resources:\n    cpu: 2\n    memory: 4GiB\n  diskFormat: raw");
        assertThat(errors(once)).isEmpty();
    }

    @Test
    void requiredKeysGoIntoBracesToo() {
        assertThat(fixed(Marked.compose("apiVersion: v1\nservices: {a‸: {labels: {}}}\n"), "Add image"))
                .contains("{a: {image: myuser/postgres:17, labels: {}}}");
    }

    @Test
    void aSubnetIsWrittenCanonically() {
        assertThat(fixed(
                        Marked.compose("networks:\n  a:\n    subnet: 192.168.70.‸5/24\n"),
                        "Write the subnet as 192.168.70.0/24"))
                .contains("subnet: 192.168.70.0/24");
    }

    @Test
    void anAddressThatIsTakenBecomesAFreeOne() {
        assertThat(fixed(Marked.compose("""
                                networks: {lab: {subnet: 10.0.0.0/24, dhcp: {start: 10.0.0.11, end: 10.0.0.20}}}
                                services:
                                  a: {image: x, networks: [{name: lab, staticIp: 10.0.0.10}]}
                                  b: {image: x, networks: [{name: lab, staticIp: 10.0‸.0.10}]}
                                """), "Use the free address 10.0.0.21"))
                .contains("b: {image: x, networks: [{name: lab, staticIp: 10.0.0.21}]}");
    }

    @Test
    void dependenciesGetConditions() {
        String after = fixed(
                Marked.compose(
                        "apiVersion: v1\nservices:\n  a: {image: x}\n  b:\n    image: x\n    depends‸On:\n      - a\n    replicas: 1\n"),
                "Write conditions for the dependencies");

        assertThat(after).contains("    dependsOn: {a: {condition: started}}\n    replicas: 1\n");
        assertThat(errors(after)).isEmpty();
    }

    @Test
    void userDataMovesIntoAFileAndBack(@TempDir Path folder) throws Exception {
        String uri = folder.resolve("VMCompose").toUri().toString();
        String inline =
                "apiVersion: v1\nservices:\n  a:\n    image: x\n    cloudInit:\n      user‸Data: |\n        #cloud-config\n        hostname: a\n";
        Marked marked = Marked.of(uri, inline, Map.of());
        CodeAction move = action(marked, "Move the text to a-userData.yaml");

        String moved = Applied.to(marked.document(), move.getEdit());
        assertThat(move.getKind()).isEqualTo(CodeActionKind.RefactorExtract);
        assertThat(moved).endsWith("    cloudInit:\n      userDataFile: ./a-userData.yaml\n");
        assertThat(move.getEdit().getDocumentChanges()).hasSize(3);

        Files.writeString(folder.resolve("a-userData.yaml"), "#cloud-config\nhostname: a\n");
        Marked back = Marked.of(uri, moved.replace("userDataFile", "user‸DataFile"), Map.of());
        String again = Applied.to(
                back.document(), action(back, "Write the file's text here").getEdit());
        assertThat(again.stripTrailing()).isEqualTo(inline.replace("‸", "").stripTrailing());
    }

    @Test
    void onlyTheWantedKindsAreOffered() {
        Marked marked = Marked.compose("apiVersion: v1\nservices:\n  a:\n    im‸ge: x\n");

        assertThat(Actions.of(marked.document(), parameters(marked, List.of(CodeActionKind.Refactor))))
                .isEmpty();
        assertThat(Actions.of(marked.document(), parameters(marked, List.of(CodeActionKind.QuickFix))))
                .isNotEmpty();
    }

    private static String fixed(Marked marked, String title) {
        return Applied.to(marked.document(), action(marked, title).getEdit());
    }

    private static CodeAction action(Marked marked, String title) {
        List<CodeAction> actions = Actions.of(marked.document(), parameters(marked, List.of()));
        return actions.stream()
                .filter(action -> action.getTitle().equals(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        actions.stream().map(CodeAction::getTitle).toList()));
    }

    private static CodeActionParams parameters(Marked marked, List<String> only) {
        CodeActionContext context = new CodeActionContext(List.of());
        context.setOnly(only);
        return new CodeActionParams(
                new TextDocumentIdentifier(marked.document().uri()),
                new Range(marked.cursor(), marked.cursor()),
                context);
    }

    private static List<String> errors(String text) {
        OpenDocument document = (text.contains("services:") ? Marked.compose(text) : Marked.vmfile(text)).document();
        return document.checked().map(Checked::diagnostics).orElseThrow().stream()
                .map(Object::toString)
                .toList();
    }
}
