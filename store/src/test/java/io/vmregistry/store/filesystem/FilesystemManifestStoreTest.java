package io.vmregistry.store.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.manifest.ManifestStoreContract;
import io.vmregistry.store.manifest.StoredManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesystemManifestStoreTest extends ManifestStoreContract {
    @TempDir
    Path root;

    @Override
    protected ManifestStore open() {
        return new FilesystemManifestStore(root, Durability.NONE);
    }

    @Test
    void keepsTheDocumentedLayout() {
        byte[] content = "{}".getBytes(UTF_8);
        Digest digest = Digest.of(content);
        RepositoryName repository = new RepositoryName("alice/debian");
        ManifestStore store = new FilesystemManifestStore(root, Durability.FSYNC);
        store.put(repository, new StoredManifest(digest, "application/json", content));
        store.tag(repository, Tag.LATEST, digest);
        Path below = root.resolve("manifests/alice/debian");
        assertThat(below.resolve("_manifests/sha256/" + digest.hex() + "/manifest.json"))
                .hasBinaryContent(content);
        assertThat(below.resolve("_manifests/sha256/" + digest.hex() + "/media-type"))
                .hasContent("application/json");
        assertThat(below.resolve("_tags/latest")).hasContent(digest.toString());
        assertThat(root.resolve("temporary")).isEmptyDirectory();
    }

    @Test
    void whatAKilledProcessLeftIsNeitherManifestNorTag() throws Exception {
        ManifestStore store = open();
        RepositoryName repository = new RepositoryName("alice/debian");
        Path left = Files.createDirectories(root.resolve("temporary/0a8e"));
        Files.writeString(left.resolve("manifest.json"), "{");
        Files.createDirectories(root.resolve("manifests/alice/debian/_manifests/sha256"));
        Files.createDirectories(root.resolve("manifests/alice/debian/_tags"));
        assertThat(store.repositories("", 10)).isEmpty();
        assertThat(store.manifests(repository)).isEmpty();
        assertThat(store.tags(repository, "", 10)).isEmpty();
        assertThat(store.get(repository, new Reference.ByTag(Tag.LATEST))).isEmpty();
    }

    /** Names of few words, so that many are prefixes of others; pages end everywhere, also behind names that are none. */
    @Test
    void pagesOfRepositoriesAreThoseOfTheSortedList() {
        ManifestStore store = open();
        Random random = new Random(7);
        StoredManifest manifest = new StoredManifest(Digest.of(new byte[0]), "application/json", new byte[0]);
        SortedSet<String> names = new TreeSet<>();
        List<String> words = List.of("a", "a-b", "a.b", "b", "a0");
        while (names.size() < 60) {
            String name = random.ints(1 + random.nextInt(3), 0, words.size())
                    .mapToObj(words::get)
                    .collect(Collectors.joining("/"));
            names.add(name);
            store.put(new RepositoryName(name), manifest);
        }
        for (int i = 0; i < 300; i++) {
            String last = List.copyOf(names).get(random.nextInt(60))
                    + List.of("", "/", "-", "/a", "z").get(i % 5);
            int limit = 1 + random.nextInt(5);
            assertThat(store.repositories(last, limit).stream().map(RepositoryName::value))
                    .as(last)
                    .containsExactlyElementsOf(names.stream()
                            .filter(name -> name.compareTo(last) > 0)
                            .limit(limit)
                            .toList());
        }
    }

    /** What another instance does is seen, also when this one remembers the names. */
    @Test
    void tagsOfAnotherInstanceAreSeen() throws Exception {
        RepositoryName repository = new RepositoryName("alice/debian");
        StoredManifest manifest = new StoredManifest(Digest.of(new byte[0]), "application/json", new byte[0]);
        ManifestStore store = open();
        store.put(repository, manifest);
        store.tag(repository, new Tag("a"), manifest.digest());
        Path tags = root.resolve("manifests/alice/debian/_tags");
        for (int i = 0; i < 20; i++) {
            Files.setLastModifiedTime(tags, FileTime.from(Instant.now().minusSeconds(3_600 + i)));
            assertThat(store.tags(repository, "", 10)).hasSize(1 + i % 2);
            if (i % 2 == 0) {
                open().tag(repository, new Tag("b"), manifest.digest());
            } else {
                open().untag(repository, new Tag("b"));
            }
            assertThat(store.tags(repository, "", 10)).hasSize(2 - i % 2);
        }
    }
}
