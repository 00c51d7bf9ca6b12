package io.vmregistry.registry.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.registry.access.Caller;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import io.vmregistry.spec.scope.RepositoryPattern;
import io.vmregistry.store.filesystem.Durability;
import io.vmregistry.store.filesystem.FilesystemBlobStore;
import io.vmregistry.store.filesystem.FilesystemManifestStore;
import io.vmregistry.store.filesystem.FilesystemMembership;
import io.vmregistry.store.filesystem.FilesystemReferrerIndex;
import io.vmregistry.store.manifest.StoredManifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a caller sees of all repositories, and what it costs to tell. */
class CatalogTest {
    private static final RepositoryName DEBIAN = new RepositoryName("alice/debian");

    private static final List<String> OTHERS =
            List.of("aaa", "alice", "alice-2/x", "alice.x", "alice/debian2", "alice/x/y", "alice0", "zed/a", "zed/a/b");

    private final AtomicInteger pages = new AtomicInteger();
    private final List<RepositoryName> seen = new ArrayList<>();
    private RepositoryManifests manifests;

    @BeforeEach
    void openStores(@TempDir Path root) {
        FilesystemManifestStore store = new FilesystemManifestStore(root, Durability.NONE);
        StoredManifest manifest = new StoredManifest(Digest.of(new byte[0]), "application/json", new byte[0]);
        store.put(DEBIAN, manifest);
        for (String name : OTHERS) {
            store.put(new RepositoryName(name), manifest);
        }
        manifests = new RepositoryManifests(
                new Interrupted(store) {
                    @Override
                    public List<RepositoryName> repositories(String last, int limit) {
                        pages.incrementAndGet();
                        List<RepositoryName> page = super.repositories(last, limit);
                        seen.addAll(page);
                        return page;
                    }
                },
                new FilesystemBlobStore(root, Durability.NONE),
                new FilesystemMembership(root, Durability.NONE),
                new FilesystemReferrerIndex(root, Durability.NONE));
    }

    private static Caller caller(Grant... grants) {
        return new Caller("bob", List.of(grants), new Caller.Asked(true, Set.of()));
    }

    @Test
    void listsWhatTheCallerMayPull() {
        assertThat(manifests.repositories(Caller.UNCHECKED, "", 20))
                .extracting(RepositoryName::value)
                .contains("alice/debian")
                .containsAll(OTHERS)
                .hasSize(OTHERS.size() + 1)
                .isSorted();
        assertThat(manifests.repositories(
                        caller(new Grant(new RepositoryPattern("bob/*"), Set.of(Action.PULL))), "", 10))
                .isEmpty();
    }

    private List<String> pullable(String last, int limit, String... patterns) {
        Grant[] grants = Arrays.stream(patterns)
                .map(pattern -> new Grant(new RepositoryPattern(pattern), Set.of(Action.PULL)))
                .toArray(Grant[]::new);
        return manifests.repositories(caller(grants), last, limit).stream()
                .map(RepositoryName::value)
                .toList();
    }

    @Test
    void seeksWhereAGrantBegins() {
        assertThat(pullable("", 20, "alice/*")).containsExactly("alice/debian", "alice/debian2", "alice/x/y");
        assertThat(seen).doesNotContain(new RepositoryName("aaa"), new RepositoryName("alice.x"));
        assertThat(pullable("alice/debian", 1, "alice/*")).containsExactly("alice/debian2");
        assertThat(pullable("alice/zzz", 20, "alice/*")).isEmpty();
    }

    @Test
    void looksOnlyAtNamedRepositories() {
        assertThat(pullable("", 20, "zed/a", "alice", "zed/none", "alice0"))
                .containsExactly("alice", "alice0", "zed/a");
        assertThat(pages).hasValue(4);
    }

    @Test
    void listsWhatSeveralGrantsAllowOnce() {
        assertThat(pullable("", 20, "alice/*", "alice/debian", "alice/d*", "zed/*", "alice"))
                .containsExactly("alice", "alice/debian", "alice/debian2", "alice/x/y", "zed/a", "zed/a/b");
        assertThat(pullable("alice", 2, "alice/*", "zed/*", "alice")).containsExactly("alice/debian", "alice/debian2");
    }

    /** A token without any rights is free for everybody: it must not make the server walk through all that it has. */
    @Test
    void doesNotLookForWhoMayPullNothing() {
        assertThat(manifests.repositories(caller(), "", 10)).isEmpty();
        assertThat(manifests.repositories(caller(new Grant(new RepositoryPattern("*"), Set.of(Action.PUSH))), "", 10))
                .isEmpty();
        assertThat(pages).hasValue(0);
    }
}
