package io.vmregistry.spec.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.spec.unit.ByteSize;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** What is printed is read back, and nothing that is read is lost. */
class RoundTripTest {

    @Property
    void digests(@ForAll("digests") Digest digest) {
        assertThat(Digest.parse(digest.toString())).contains(digest);
        assertThat(Digest.parse(digest.toString().substring(1))).isEmpty();
        assertThat(Digest.parse(digest + "0")).isEmpty();
        assertThat(Digest.parse(digest.toString().replace(':', '/'))).isEmpty();
    }

    @Property
    void capitalsAreNoDigest(@ForAll("digests") Digest digest) {
        String capital = digest.algorithm().label() + ":A" + digest.hex().substring(1);

        assertThat(Digest.parse(capital)).isEmpty();
    }

    @Property
    void tags(@ForAll String text) {
        Optional<Tag> tag = Tag.parse(text);

        assertThat(tag.map(Tag::toString)).isEqualTo(tag.map(read -> text));
        assertThat(tag.isPresent()).isEqualTo(text.matches("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}"));
    }

    @Property
    void repositoryNames(@ForAll("repositories") RepositoryName name) {
        assertThat(RepositoryName.parse(name.toString())).contains(name);
        assertThat(name.value().split("/")).noneMatch(segment -> segment.isEmpty() || segment.startsWith("."));
    }

    @Property
    void imageReferences(@ForAll("references") ImageReference reference) {
        assertThat(ImageReference.parse(reference.toString())).contains(reference);
    }

    @Property(tries = 2_000)
    void readingAReferenceNeverThrowsAndPrintsWhatItMeans(@ForAll("nearReferences") String text) {
        Optional<ImageReference> reference = ImageReference.parse(text);

        assertThat(reference.flatMap(read -> ImageReference.parse(read.toString())))
                .isEqualTo(reference);
    }

    @Property
    void sizes(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long bytes) {
        ByteSize size = new ByteSize(bytes);
        // the number of a size has at most 18 digits
        if (bytes < 1_000_000_000_000_000_000L) {
            assertThat(ByteSize.parse(size.toString())).contains(size);
        }
    }

    @Property
    void wholeUnits(@ForAll @LongRange(min = 1, max = 4_000) long count) {
        assertThat(ByteSize.parse(count + "G")).contains(ByteSize.ofGiB(count));
        assertThat(ByteSize.parse(count + "GB")).contains(ByteSize.ofGiB(count));
        assertThat(ByteSize.parse(count + "GiB")).contains(ByteSize.ofGiB(count));
        assertThat(ByteSize.parseMemory(Long.toString(count))).contains(ByteSize.ofMiB(count));
        assertThat(ByteSize.parse(Long.toString(count))).isEmpty();
    }

    @Test
    void aReferenceWithTagAndDigestMeansTheDigest() {
        String hex = "0".repeat(64);

        assertThat(ImageReference.parse("a/b:1@sha256:" + hex).map(ImageReference::toString))
                .contains("a/b@sha256:" + hex);
    }

    @Test
    void aHostIsWhatHasADotOrAPortOrIsLocalhost() {
        assertThat(ImageReference.parse("localhost/a").orElseThrow().registry()).isPresent();
        assertThat(ImageReference.parse("host:5000/a").orElseThrow().registry()).isPresent();
        assertThat(ImageReference.parse("example.org/a").orElseThrow().registry())
                .isPresent();
        assertThat(ImageReference.parse("user/a").orElseThrow().registry()).isEmpty();
        assertThat(ImageReference.parse("[::1]:5000/a").orElseThrow().registry())
                .isPresent();
    }

    @Test
    void refusesWhatIsNoReference() {
        for (String text : List.of(
                "",
                ":",
                "@",
                "a:",
                "a@",
                "a@sha256:1",
                "A",
                "a//b",
                "a/",
                "/a",
                "a:b:c",
                "a b",
                "../a",
                "a/..",
                "http://a/b")) {
            assertThat(ImageReference.parse(text)).as(text).isEmpty();
        }
    }

    @Provide
    Arbitrary<Digest> digests() {
        return Arbitraries.of(Digest.Algorithm.values())
                .flatMap(algorithm -> Arbitraries.bytes()
                        .array(byte[].class)
                        .ofSize(algorithm.hexLength() / 2)
                        .map(hash -> new Digest(algorithm, HexFormat.of().formatHex(hash))));
    }

    @Provide
    Arbitrary<RepositoryName> repositories() {
        return Arbitraries.of("a", "b1", "my-vm", "x__y", "a.b", "a--b", "0")
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(parts -> new RepositoryName(String.join("/", parts)));
    }

    @Provide
    Arbitrary<ImageReference> references() {
        Arbitrary<Optional<RegistryHost>> hosts = Arbitraries.of(
                        "",
                        "localhost",
                        "localhost:5000",
                        "example.org",
                        "r.example.org:443",
                        "[::1]:5000",
                        "10.0.0.1:80")
                .map(RegistryHost::parse);
        Arbitrary<Reference> references = Arbitraries.oneOf(
                digests().map(Reference.ByDigest::new),
                Arbitraries.of("latest", "1.0", "v2_x", "_", "A").map(Tag::new).map(Reference.ByTag::new));
        return Combinators.combine(hosts, repositories(), references)
                .as(ImageReference::new)
                .filter(reference -> reference.registry().isPresent() || !startsWithHost(reference.repository()));
    }

    /** Such a repository cannot be named without its registry; see {@link ImageReference#toString}. */
    private static boolean startsWithHost(RepositoryName name) {
        int slash = name.value().indexOf('/');
        return slash > 0 && RegistryHost.parse(name.value().substring(0, slash)).isPresent();
    }

    @Provide
    Arbitrary<String> nearReferences() {
        return Arbitraries.of(
                        "a",
                        "b.c",
                        ":",
                        "/",
                        "@",
                        "sha256:",
                        "0".repeat(64),
                        "localhost",
                        "5000",
                        "-",
                        ".",
                        "[",
                        "]",
                        "A",
                        " ",
                        "é")
                .list()
                .ofMaxSize(9)
                .map(parts -> String.join("", parts));
    }
}
