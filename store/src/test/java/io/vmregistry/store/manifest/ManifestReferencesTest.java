package io.vmregistry.store.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.manifest.ManifestOutline.Subject;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReferencesTest {
    private static final Digest ONE = Digest.of(new byte[] {1});
    private static final Digest TWO = Digest.of(new byte[] {2});

    private static Optional<ManifestReferences> parse(String content) {
        return ManifestReferences.parse(content.getBytes(UTF_8));
    }

    @Test
    void findsConfigLayersAndManifests() {
        ManifestReferences found = parse("""
                {"config": {"digest": "%s", "size": 1}, "layers": [{"digest": "%s", "size": 2}],
                 "manifests": [{"digest": "%s", "size": 3}], "subject": {"digest": "not looked at"}}
                """.formatted(ONE, TWO, ONE)).orElseThrow();
        assertThat(found.blobs())
                .containsExactly(new ManifestReferences.Blob(ONE, 1), new ManifestReferences.Blob(TWO, 2));
        assertThat(found.manifests()).containsExactly(ONE);
    }

    @Test
    void ofAKeyThatIsThereTwiceTheLastHolds() {
        ManifestReferences found = parse("""
                {"layers": [1], "layers": [{"digest": "x", "digest": "%s", "size": 1, "size": 2}]}
                """.formatted(ONE)).orElseThrow();
        assertThat(found.blobs()).containsExactly(new ManifestReferences.Blob(ONE, 2));
    }

    @Test
    void passesOverWhatItDoesNotKnow() {
        ManifestReferences found = parse("""
                {"a": {"layers": [1]}, "b": [[{}]], "config":
                 {"annotations": {"digest": "x", "size": "y"}, "digest": "%s", "urls": ["z"], "size": 2, "data": null}}
                """.formatted(ONE)).orElseThrow();
        assertThat(found.blobs()).containsExactly(new ManifestReferences.Blob(ONE, 2));
    }

    /** A tree of these 1.4 million values takes some 80 MB for each request that sends them. */
    @Test
    void aDocumentOfTinyValuesTakesLittleMemory() {
        byte[] content = ("{\"a\":[" + "{},".repeat(1_400_000) + "0],\"layers\":[]}").getBytes(UTF_8);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(ManifestReferences.parse(content)).isPresent();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(content.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"config\": {}}",
                "{\"config\": null}",
                "{\"layers\": {}}",
                "{\"layers\": [1]}",
                "{\"layers\": []",
                "{\"layers\": [], \"a\": [}",
                "{\"layers\": [{\"size\": {}, \"digest\": []}]}",
                "{\"layers\": [{\"digest\": \"sha256:1\", \"size\": 1}]}",
                "{\"layers\": [{\"digest\": \"sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a\"}]}",
                "{\"layers\": [{\"digest\": \"sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a\", \"size\": -1}]}"
            })
    void refusesWhatItCannotBeSureOf(String content) {
        assertThat(parse(content)).isEmpty();
    }

    @Test
    void aLayerThatMayNotBeDistributedAndHasUrlsIsElsewhere() {
        for (String type : List.of(
                "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
                "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip")) {
            ManifestReferences found =
                    parse("""
                    {"layers":[
                      {"mediaType":"%s","digest":"%s","size":1,"urls":["https://example.com/x"]},
                      {"urls":[],"mediaType":"%s","digest":"%s","size":2},
                      {"urls":["https://example.com/x"],"mediaType":"application/octet-stream","digest":"%s","size":3}]}
                    """.formatted(type, ONE, type, TWO, TWO)).orElseThrow();
            assertThat(found.blobs())
                    .containsExactly(
                            new ManifestReferences.Blob(ONE, 1, true),
                            new ManifestReferences.Blob(TWO, 2, false),
                            new ManifestReferences.Blob(TWO, 3, false));
        }
    }

    @Test
    void readsTheSubject() {
        assertThat(subject("{}")).isEqualTo(new Subject.None());
        assertThat(subject("{\"subject\":null}")).isEqualTo(new Subject.None());
        assertThat(subject("{\"subject\":{\"digest\":\"" + ONE
                        + "\",\"size\":3,\"annotations\":{\"a\":\"b\"}},\"layers\":[]}"))
                .isEqualTo(new Subject.Named(ONE));
        for (String malformed : List.of("[]", "3", "\"" + ONE + "\"", "{}", "{\"digest\":\"sha256:x\",\"size\":1}")) {
            assertThat(subject("{\"subject\":" + malformed + "}")).isEqualTo(new Subject.Malformed());
        }
    }

    @Test
    void tellsWhetherSomethingFollowsTheObject() {
        assertThat(outline("{} \n").alone()).isTrue();
        for (String more : List.of("{}", "]", "x", "\0", " 1", "<script>")) {
            assertThat(outline("{}" + more).alone()).as(more).isFalse();
        }
    }

    private static ManifestOutline outline(String content) {
        return ManifestOutline.parse(content.getBytes(UTF_8)).orElseThrow();
    }

    private static Subject subject(String content) {
        return ManifestOutline.parse(content.getBytes(UTF_8)).orElseThrow().subject();
    }
}
