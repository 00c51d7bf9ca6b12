package io.vmregistry.lsp.navigation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.lsp.testing.Applied;
import io.vmregistry.lsp.testing.Marked;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightKind;
import org.junit.jupiter.api.Test;

class NavigationTest {

    private static final String LAB = """
            networks:
              private: &net {subnet: 10.0.0.0/24}
              other: *net
            volumes: {data: {size: 1G}}
            services:
              db:
                image: x
                networks: [{name: "private"}]
                volumes:
                  - name: data
              web:
                image: y
                dependsOn: {db: {condition: started}}
                networks:
                  - name: private
              job:
                image: z
                dependsOn: [web, db]
            """;

    @Test
    void findsTheDefinitionOfEachKindOfName() {
        assertThat(definition("name: private\n", "name: pri‸vate\n")).isEqualTo("private");
        assertThat(definition("- name: data", "- name: da‸ta")).isEqualTo("data");
        assertThat(definition("[web, db]", "[web, d‸b]")).isEqualTo("db");
        assertThat(definition("{db: {con", "{d‸b: {con")).isEqualTo("db");
        assertThat(definition("*net", "*ne‸t")).isEqualTo("net");
    }

    private static String definition(String part, String marked) {
        Marked at = Marked.compose(LAB.replace(part, marked));
        return References.definition(at.document(), at.cursor()).stream()
                .map(location -> Applied.text(at.document(), location.getRange()))
                .findFirst()
                .orElse("nothing");
    }

    @Test
    void findsEveryUse() {
        Marked db = Marked.compose(LAB.replace("  db:\n", "  d‸b:\n"));

        assertThat(References.references(db.document(), db.cursor(), false)).hasSize(2);
        assertThat(References.references(db.document(), db.cursor(), true)).hasSize(3);
        assertThat(References.highlights(db.document(), db.cursor()))
                .extracting(DocumentHighlight::getKind)
                .containsExactly(DocumentHighlightKind.Write, DocumentHighlightKind.Read, DocumentHighlightKind.Read);
    }

    @Test
    void aNetworkAndAServiceOfOneNameAreTwo() {
        Marked at = Marked.compose("networks: {a‸: {}}\nservices: {a: {image: x, networks: [{name: a}]}}\n");

        assertThat(References.references(at.document(), at.cursor(), true)).hasSize(2);
    }

    @Test
    void renamesEverywhereAndKeepsQuotes() {
        assertThat(renamed("private:", "pri‸vate:", "inner"))
                .contains("inner: &net")
                .contains("{name: \"inner\"}")
                .contains("- name: inner\n")
                .doesNotContain("private");
        assertThat(renamed("  db:\n", "  d‸b:\n", "store"))
                .contains("{store: {condition")
                .contains("[web, store]")
                .doesNotContain("db");
        assertThat(renamed("*net", "*ne‸t", "n2")).contains("&n2 ", "*n2\n");
    }

    @Test
    void aNameThatWouldBeReadAsANumberGetsQuotes() {
        assertThat(renamed("- name: data", "- name: da‸ta", "123")).contains("{\"123\": {size", "- name: \"123\"");
    }

    private static String renamed(String part, String marked, String name) {
        Marked at = Marked.compose(LAB.replace(part, marked));
        Renaming.Outcome outcome = Renaming.rename(at.document(), at.cursor(), name);
        assertThat(outcome).isInstanceOf(Renaming.Outcome.Renamed.class);
        return Applied.to(at.document(), ((Renaming.Outcome.Renamed) outcome).edit());
    }

    @Test
    void refusesWhatIsNoNameOrStandsAlready() {
        Marked at = Marked.compose(LAB.replace("  db:\n", "  d‸b:\n"));

        assertThat(Renaming.rename(at.document(), at.cursor(), "Not A Name"))
                .isInstanceOf(Renaming.Outcome.Refused.class)
                .asString()
                .contains("DNS label");
        assertThat(Renaming.rename(at.document(), at.cursor(), "web"))
                .asString()
                .contains("exists already");
    }

    @Test
    void preparesOnlyWhereANameStands() {
        Marked name = Marked.compose(LAB.replace("  db:\n", "  d‸b:\n"));
        Marked key = Marked.compose(LAB.replace("image: x", "ima‸ge: x"));
        Marked unknown = Marked.compose("services:\n  a:\n    image: x\n    dependsOn: [b‸]\n");

        assertThat(Renaming.prepare(name.document(), name.cursor())).isPresent();
        assertThat(Renaming.prepare(key.document(), key.cursor())).isEmpty();
        assertThat(Renaming.prepare(unknown.document(), unknown.cursor())).isEmpty();
    }
}
