package io.vmregistry.spec.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmregistry.spec.schema.DocumentKind;
import io.vmregistry.spec.schema.JsonSchema;
import io.vmregistry.spec.schema.ReferenceDocument;
import io.vmregistry.spec.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Run with {@code GOLDEN=write} in the environment to produce the pages anew. */
class ProducedDocumentsTest {

    private static final Path REFERENCE = Path.of("../docs/reference");

    @Test
    void theReferencePagesAreThoseOfTheSchema() throws IOException {
        for (DocumentKind kind : DocumentKind.values()) {
            String name = kind.label().toLowerCase(Locale.ROOT);
            compare(name + ".md", ReferenceDocument.of(Schema.of(kind)));
            compare(
                    name + ".schema.json",
                    new ObjectMapper()
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(JsonSchema.of(Schema.of(kind)))
                            + "\n");
        }
        compare("diagnostics.md", ReferenceDocument.ofCodes());
    }

    private static void compare(String name, String produced) throws IOException {
        Path page = REFERENCE.resolve(name);
        if ("write".equals(System.getenv("GOLDEN"))) {
            Files.createDirectories(REFERENCE);
            Files.writeString(page, produced);
        }
        assertThat(page).exists();
        assertThat(produced).as(name).isEqualTo(Files.readString(page));
    }

    @Test
    void everyKeyIsFoundByItsPath() {
        Schema compose = Schema.of(DocumentKind.VMCOMPOSE);

        assertThat(compose.field(List.of("services", "db", "networks", "0", "staticIp"))
                        .map(field -> field.description()))
                .hasValueSatisfying(text -> assertThat(text).contains("address"));
        assertThat(compose.field(List.of("services", "db", "healthcheck", "http", "path")))
                .isPresent();
        assertThat(compose.field(List.of("services", "db", "dependsOn", "x", "condition")))
                .isPresent();
        assertThat(compose.field(List.of("services", "db", "nothing"))).isEmpty();
        assertThat(compose.field(List.of())).isEmpty();
        assertThat(ReferenceDocument.of(
                        compose.field(List.of("networks", "n", "mode")).orElseThrow()))
                .contains("isolated")
                .contains("nat");
    }

    @Test
    void documentsAreKnownByTheirNames() {
        assertThat(DocumentKind.ofFileName("VMFile")).contains(DocumentKind.VMFILE);
        assertThat(DocumentKind.ofFileName("a/b/web.VMFile")).contains(DocumentKind.VMFILE);
        assertThat(DocumentKind.ofFileName("web.vmfile.yaml")).contains(DocumentKind.VMFILE);
        assertThat(DocumentKind.ofFileName("vmcompose.yaml")).contains(DocumentKind.VMCOMPOSE);
        assertThat(DocumentKind.ofFileName("x.vmcompose.yml")).contains(DocumentKind.VMCOMPOSE);
        assertThat(DocumentKind.ofFileName("other.yaml")).isEmpty();
        assertThat(DocumentKind.ofFileName("notavmfile.txt")).isEmpty();
    }
}
