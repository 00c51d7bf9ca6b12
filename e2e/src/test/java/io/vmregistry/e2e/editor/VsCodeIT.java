package io.vmregistry.e2e.editor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vmregistry.e2e.process.Commands;
import io.vmregistry.e2e.process.Launchers;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The extension for Visual Studio Code: its own tests, its package, and the protocol layer that it speaks through. */
class VsCodeIT extends EditorContract {

    private static final Path EXTENSION = Launchers.home().resolve("lsp/editors/vscode");
    private static String vsix = "";

    /** Runs the extension's tests too; what fails there fails here, with what it printed. */
    @BeforeAll
    static void pack() {
        Assumptions.assumeTrue(isThere("node") && isThere("npm"), "Node.js or npm is not installed");
        vsix = Commands.run(EXTENSION.resolve("package").toString())
                .strip()
                .lines()
                .toList()
                .getLast();
    }

    private static boolean isThere(String program) {
        return Commands.run("sh", "-c", "command -v " + program + " || true").contains("/");
    }

    @Override
    Session.Client client(Path work) {
        return (plan, result) -> new ProcessBuilder(
                        "node",
                        EXTENSION.resolve("dist/test/session.js").toString(),
                        plan.toString(),
                        result.toString(),
                        Launchers.home().resolve("bin/vmr-lsp").toString())
                .directory(work.toFile());
    }

    @Test
    void thePackageHoldsWhatItsManifestsName() throws Exception {
        try (ZipFile zip = new ZipFile(vsix)) {
            Document manifest = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(content(zip, "extension.vsixmanifest"));
            Element identity =
                    (Element) manifest.getElementsByTagName("Identity").item(0);
            JsonNode extension = new JsonMapper().readTree(content(zip, "extension/package.json"));
            assertThat(identity.getAttribute("Id"))
                    .isEqualTo(extension.path("name").asText());
            assertThat(identity.getAttribute("Version"))
                    .isEqualTo(extension.path("version").asText());
            assertThat(content(zip, "[Content_Types].xml")).isNotNull();
            for (String list : new String[] {"grammars", "snippets"}) {
                for (JsonNode one : extension.path("contributes").path(list)) {
                    assertThat(new JsonMapper()
                                    .readTree(
                                            content(zip, inside(one.path("path").asText()))))
                            .isNotEmpty();
                }
            }
            assertThat(content(zip, inside(extension.path("main").asText())).readAllBytes())
                    .isNotEmpty();
        }
    }

    private static String inside(String path) {
        return "extension/" + path.replaceFirst("^\\./", "");
    }

    private static InputStream content(ZipFile zip, String name) throws Exception {
        assertThat(zip.getEntry(name)).as(name).isNotNull();
        return zip.getInputStream(zip.getEntry(name));
    }
}
