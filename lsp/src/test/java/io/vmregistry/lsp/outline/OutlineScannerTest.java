package io.vmregistry.lsp.outline;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.lsp.outline.Place.Kind;
import io.vmregistry.lsp.testing.Corpus;
import io.vmregistry.spec.interpolation.Interpolation;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Texts carry their cursor as {@code ‸}. */
class OutlineScannerTest {

    @Test
    void knowsTheKeyThatIsTyped() {
        Place place = at("""
                services:
                  db:
                    image: x
                    net‸
                    labels: {}
                """);

        assertThat(place.kind()).isEqualTo(Kind.KEY);
        assertThat(place.path()).containsExactly("services", "db");
        assertThat(place.siblings()).containsExactlyInAnyOrder("image", "labels");
    }

    @Test
    void anEmptyLineIsAKeyOfTheMappingAtItsColumn() {
        String text = """
                services:
                  db:
                    image: x
                %s
                networks:
                """;

        assertThat(at(text.formatted("    ‸")).path()).containsExactly("services", "db");
        assertThat(at(text.formatted("  ‸")).path()).containsExactly("services");
        assertThat(at(text.formatted("‸")).path()).isEmpty();
        assertThat(at(text.formatted("‸")).siblings()).containsExactlyInAnyOrder("services", "networks");
    }

    @Test
    void belowAnOpenKeyItsValueBegins() {
        Place place = at("services:\n  db:\n    healthcheck:\n      ‸\n      tcp: 1\n");

        assertThat(place.kind()).isEqualTo(Kind.START);
        assertThat(place.path()).containsExactly("services", "db", "healthcheck");
        assertThat(place.siblings()).containsExactly("tcp");
    }

    @Test
    void knowsValuesAndItems() {
        assertThat(at("services:\n  db:\n    image: my‸/db\n"))
                .extracting(Place::kind, Place::path)
                .containsExactly(Kind.VALUE, List.of("services", "db", "image"));
        assertThat(at("services:\n  db:\n    restartPolicy: ‸\n").kind()).isEqualTo(Kind.VALUE);
        assertThat(at("services:\n  db:\n    dependsOn:\n      - a\n      - ‸\n")
                        .path())
                .containsExactly("services", "db", "dependsOn", "1");
        assertThat(at("services:\n  db:\n    networks:\n    - name: ‸\n").path())
                .containsExactly("services", "db", "networks", "0", "name");
    }

    @Test
    void knowsPlacesInBrackets() {
        assertThat(at("services: {db: {image: x, ‸}}\n"))
                .extracting(Place::kind, Place::path, Place::flow)
                .containsExactly(Kind.KEY, List.of("services", "db"), true);
        assertThat(at("services:\n  db:\n    networks: [{name: a}, {name: ‸}]\n")
                        .path())
                .containsExactly("services", "db", "networks", "1", "name");
        assertThat(at("services:\n  db:\n    dependsOn: [a, ‸\n    image: x\n"))
                .extracting(Place::kind, Place::path)
                .containsExactly(Kind.START, List.of("services", "db", "dependsOn", "1"));
    }

    @Test
    void anOpenBracketOrQuoteDoesNotSwallowWhatFollows() {
        assertThat(at("services:\n  a:\n    ports: [\"80\n  b:\n    im‸: x\n").path())
                .containsExactly("services", "b");
        assertThat(at("services:\n  a:\n    image: \"x\n  b:\n    im‸: x\n").path())
                .containsExactly("services", "b");
    }

    @Test
    void nothingIsWrittenInCommentsAndTextStaysText() {
        assertThat(at("a: 1 # b‸\n").kind()).isEqualTo(Kind.NOTHING);
        assertThat(at("# b‸\n").kind()).isEqualTo(Kind.NOTHING);
        assertThat(at("a: |\n  x\n  y: ‸\nb: 1\n").kind()).isEqualTo(Kind.TEXT);
        assertThat(at("a: |\n  x\n\nb‸: 1\n").kind()).isEqualTo(Kind.KEY);
    }

    @Test
    void seesTheSameKeysAtTheSamePlacesAsTheFrontEnd() {
        for (String text : Corpus.goodTexts()) {
            SourceText source = SourceText.of("x", text);
            SourceText interpolated =
                    Interpolation.apply(source, Map.of("TAG", "1")).source();
            TreeMap<Integer, String> ofTree = new TreeMap<>();
            collect(YamlReader.read(interpolated).root().orElseThrow(), source, ofTree);
            TreeMap<Integer, String> ofOutline = new TreeMap<>();
            OutlineScanner.scan(text, new OutlineListener() {
                @Override
                public void key(OutlinePath path, String name, int start, int end) {
                    boolean quoted = start > 0 && "\"'".indexOf(text.charAt(start - 1)) >= 0;
                    ofOutline.put(quoted ? start - 1 : start, name);
                }
            });

            assertThat(ofOutline).as(text).isEqualTo(ofTree);
        }
    }

    private static void collect(YamlNode node, SourceText source, TreeMap<Integer, String> keys) {
        switch (node) {
            case YamlNode.Scalar scalar -> {}
            case YamlNode.Sequence sequence -> sequence.items().forEach(item -> collect(item, source, keys));
            case YamlNode.Mapping mapping ->
                mapping.entries().forEach(entry -> {
                    keys.put(source.offset(entry.key().range().start()), entry.name());
                    collect(entry.value(), source, keys);
                });
        }
    }

    @Test
    void everyPlaceOfAGoodTextHasAnAnswerInsideTheText() {
        List<String> wrong = new ArrayList<>();
        for (String text : Corpus.goodTexts()) {
            for (int offset = 0; offset <= text.length(); offset++) {
                Place place = OutlineScanner.placeAt(text, offset);
                if (place.start() > offset || place.end() < offset) {
                    wrong.add(offset + ": " + place);
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    private static Place at(String marked) {
        int cursor = marked.indexOf('‸');
        return OutlineScanner.placeAt(marked.replace("‸", ""), cursor);
    }
}
