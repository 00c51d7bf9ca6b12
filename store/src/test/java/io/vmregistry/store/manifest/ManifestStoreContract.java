package io.vmregistry.store.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.StoreException.ManifestUnknown;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What every {@link ManifestStore} keeps. A backend's test extends it and says how to open an instance. */
public abstract class ManifestStoreContract {

    private static final RepositoryName DEBIAN = new RepositoryName("alice/debian");
    private static final Tag LATEST = Tag.LATEST;

    /** An instance over this test's storage; each call opens another one over the same. */
    protected abstract ManifestStore open();

    private static StoredManifest manifest(String content) {
        return new StoredManifest(Digest.of(content.getBytes(UTF_8)), "application/test+json", content.getBytes(UTF_8));
    }

    private static Reference tag(String tag) {
        return new Reference.ByTag(new Tag(tag));
    }

    private static Reference digest(StoredManifest manifest) {
        return new Reference.ByDigest(manifest.digest());
    }

    @Test
    void aManifestIsReadBackByDigestAndByTag() {
        ManifestStore store = open();
        StoredManifest one = manifest("one");
        store.put(DEBIAN, one);
        store.put(DEBIAN, one);
        assertThat(store.get(DEBIAN, tag("latest"))).isEmpty();
        store.tag(DEBIAN, LATEST, one.digest());
        assertThat(open().get(DEBIAN, tag("latest"))).contains(one);
        assertThat(open().get(DEBIAN, digest(one))).contains(one);
        assertThat(store.get(new RepositoryName("alice/other"), digest(one))).isEmpty();
    }

    @Test
    void keepsASha512ManifestBesideASha256One() {
        ManifestStore store = open();
        byte[] content = "both".getBytes(UTF_8);
        StoredManifest short256 = manifest("both");
        StoredManifest long512 = new StoredManifest(
                Digest.from(
                        Digest.Algorithm.SHA512,
                        Digest.Algorithm.SHA512.newHash().digest(content)),
                "application/test+json",
                content);
        store.put(DEBIAN, short256);
        store.put(DEBIAN, long512);
        assertThat(store.manifests(DEBIAN)).containsExactlyInAnyOrder(short256.digest(), long512.digest());
    }

    @Test
    void refusesATagForAManifestThatIsNotThere() {
        ManifestStore store = open();
        StoredManifest one = manifest("one");
        assertThatThrownBy(() -> store.tag(DEBIAN, LATEST, one.digest())).isInstanceOf(ManifestUnknown.class);
        assertThat(store.tags(DEBIAN, "", 10)).isEmpty();
        assertThat(store.repositories("", 10)).isEmpty();
    }

    @Test
    void aTagMovesAndItsOldManifestStays() {
        ManifestStore store = open();
        StoredManifest one = manifest("one");
        StoredManifest two = manifest("two");
        store.put(DEBIAN, one);
        store.put(DEBIAN, two);
        store.tag(DEBIAN, LATEST, one.digest());
        store.tag(DEBIAN, LATEST, two.digest());
        assertThat(store.get(DEBIAN, tag("latest"))).contains(two);
        assertThat(store.get(DEBIAN, digest(one))).contains(one);
        assertThat(store.untag(DEBIAN, LATEST)).isTrue();
        assertThat(store.untag(DEBIAN, LATEST)).isFalse();
        assertThat(store.get(DEBIAN, digest(two))).contains(two);
    }

    @Test
    void deletingAManifestRemovesTheTagsThatPointAtItAndNoOthers() {
        ManifestStore store = open();
        StoredManifest one = manifest("one");
        StoredManifest two = manifest("two");
        store.put(DEBIAN, one);
        store.put(DEBIAN, two);
        store.tag(DEBIAN, LATEST, one.digest());
        store.tag(DEBIAN, new Tag("1.0"), one.digest());
        store.tag(DEBIAN, new Tag("2.0"), two.digest());
        assertThat(store.delete(DEBIAN, one.digest())).isTrue();
        assertThat(store.delete(DEBIAN, one.digest())).isFalse();
        assertThat(store.tags(DEBIAN, "", 10)).containsExactly(new Tag("2.0"));
        assertThat(store.delete(DEBIAN, two.digest())).isTrue();
        assertThat(store.repositories("", 10)).isEmpty();
        assertThat(store.manifests(DEBIAN)).isEmpty();
    }

    /** Repository {@code a} with tag {@code b}, beside repositories {@code a/b}, {@code a/b/manifest.json} and so on. */
    @Test
    void tagsAndRepositoriesOfTheSameNameDoNotCollide() {
        ManifestStore store = open();
        List<String> names =
                List.of("a", "a/b", "a/b/c", "a/manifest.json", "a/b/manifest.json", "tags", "sha256", "a/sha256");
        List<String> tags = List.of("b", "c", "manifest.json", "_tags", "_manifests", "sha256", "media-type", "a");
        for (String name : names) {
            for (String tag : tags) {
                StoredManifest manifest = manifest(name + ":" + tag);
                store.put(new RepositoryName(name), manifest);
                store.tag(new RepositoryName(name), new Tag(tag), manifest.digest());
            }
        }
        for (String name : names) {
            RepositoryName repository = new RepositoryName(name);
            for (String tag : tags) {
                assertThat(store.get(repository, tag(tag))).contains(manifest(name + ":" + tag));
            }
            assertThat(store.tags(repository, "", 100)).hasSize(tags.size());
            assertThat(store.manifests(repository)).hasSize(tags.size());
        }
        assertThat(store.repositories("", 100))
                .extracting(RepositoryName::value)
                .containsExactlyElementsOf(names.stream().sorted().toList());
    }

    @Test
    void pagesRepositoriesAndTagsInLexicalOrder() {
        ManifestStore store = open();
        StoredManifest one = manifest("one");
        List<String> sorted = List.of("a", "a-b", "a.b/c", "a/b", "a/b-c", "a/b/c", "a0", "a_b", "b/x/y");
        List<String> tags = List.of("1", "10", "2", "A", "_x", "a", "b.c");
        for (String name : sorted.reversed()) {
            store.put(new RepositoryName(name), one);
        }
        for (String tag : tags.reversed()) {
            store.tag(new RepositoryName("a/b"), new Tag(tag), one.digest());
        }
        for (int size = 1; size <= sorted.size() + 1; size++) {
            List<String> paged = new ArrayList<>();
            List<RepositoryName> page = store.repositories("", size);
            while (!page.isEmpty()) {
                assertThat(page).hasSizeLessThanOrEqualTo(size);
                page.forEach(name -> paged.add(name.value()));
                page = store.repositories(paged.getLast(), size);
            }
            assertThat(paged).isEqualTo(sorted);
        }
        assertThat(store.repositories("a/a", 2))
                .extracting(RepositoryName::value)
                .containsExactly("a/b", "a/b-c");
        assertThat(store.repositories("zzz", 2)).isEmpty();
        RepositoryName repository = new RepositoryName("a/b");
        assertThat(store.tags(repository, "", 3)).extracting(Tag::value).containsExactly("1", "10", "2");
        assertThat(store.tags(repository, "2", 3)).extracting(Tag::value).containsExactly("A", "_x", "a");
        assertThat(store.tags(repository, "a", 3)).extracting(Tag::value).containsExactly("b.c");
        assertThat(store.tags(repository, "zz", 3)).isEmpty();
    }

    @Test
    void racingMovesOfOneTagLeaveOneOfThemWhole() throws Exception {
        ManifestStore store = open();
        List<StoredManifest> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(manifest("racing " + i));
            store.put(DEBIAN, all.get(i));
        }
        store.tag(DEBIAN, LATEST, all.getFirst().digest());
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> reader = threads.submit(() -> {
                while (!done.get()) {
                    assertThat(store.get(DEBIAN, tag("latest"))).isPresent();
                }
            });
            List<Future<?>> writers = new ArrayList<>();
            for (StoredManifest manifest : all) {
                ManifestStore instance = open();
                writers.add(threads.submit(() -> {
                    for (int i = 0; i < 20; i++) {
                        instance.tag(DEBIAN, LATEST, manifest.digest());
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            done.set(true);
            reader.get();
        }
        assertThat(all).contains(store.get(DEBIAN, tag("latest")).orElseThrow());
    }

    @Test
    void taggingAgainstDeletingNeverLeavesATagWithoutItsManifest() throws Exception {
        ManifestStore store = open();
        ManifestStore other = open();
        StoredManifest one = manifest("contended");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                store.put(DEBIAN, one);
                Future<?> tagging = threads.submit(() -> {
                    try {
                        store.tag(DEBIAN, LATEST, one.digest());
                    } catch (ManifestUnknown deletedFirst) {
                        // the other one won
                    }
                });
                Future<?> deleting = threads.submit(() -> other.delete(DEBIAN, one.digest()));
                tagging.get();
                deleting.get();
                assertThat(store.tags(DEBIAN, "", 10)).isEmpty();
            }
        }
    }
}
