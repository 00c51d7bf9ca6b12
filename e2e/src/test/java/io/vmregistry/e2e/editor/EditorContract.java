package io.vmregistry.e2e.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every client of the language server has to see in a document of a user. */
abstract class EditorContract {

    private static final String BROKEN = """
            apiVersion: vmregistry.io/v1alpha1
            kind: VMCompose
            networks:
              private: {mode: isolated, subnet: 192.168.70.0/24}
            services:
              db:
                image: me/postgres:17
                networks:
                  - {name: privat}
              web:
                image: me/web:1 # wéb 𝄞
                dependsOn: [db]
            """;

    @TempDir
    Path folder;

    /** A client that works in a folder of its own. */
    abstract Session.Client client(Path work) throws IOException;

    private Session run(Script script) throws IOException, InterruptedException {
        Path document = Files.writeString(folder.resolve("VMCompose"), BROKEN);
        return Session.run(client(Files.createDirectories(folder.resolve("work"))), document, script);
    }

    @Test
    void seesWhatIsWrongAndThatItWasMended() throws Exception {
        Session session = run(Script.begin()
                .diagnose(2)
                .replace("{name: privat}", "{name: private}")
                .diagnose(0));

        assertThat(session.diagnostics(0)).anySatisfy(seen -> {
            assertThat(seen.line()).isEqualTo(8);
            assertThat(seen.character()).isEqualTo(15);
            assertThat(seen.code()).isEqualTo("VMC010");
            assertThat(seen.message()).contains("privat").contains("private");
        });
    }

    @Test
    void completesTheNamesInScope() throws Exception {
        Session session = run(Script.begin().complete("{name: privat}", 7));

        assertThat(session.labels(0)).contains("private").doesNotContain("web");
    }

    @Test
    void completesTheKeysOfAPlace() throws Exception {
        Session session =
                run(Script.begin().replace("    dependsOn: [db]", "    health").complete("    health", 10));

        assertThat(session.labels(1)).contains("healthcheck").doesNotContain("subnet");
    }

    @Test
    void renamesAServiceEverywhere() throws Exception {
        Session session = run(Script.begin().rename("db:", "database"));

        assertThat(session.text(0))
                .isEqualTo(BROKEN.replace("  db:", "  database:").replace("[db]", "[database]"));
    }

    @Test
    void explainsAKey() throws Exception {
        Session session = run(Script.begin().hover("dependsOn"));

        assertThat(session.text(0)).contains("come first");
    }
}
