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
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a caller sees of all repositories, and what it costs to tell. */
class CatalogTest {
    private static final RepositoryName DEBIAN = new RepositoryName("alice/debian");

    private final AtomicInteger pages = new AtomicInteger();
    private RepositoryManifests manifests;

    @BeforeEach
    void openStores(@TempDir Path root) {
        FilesystemManifestStore store = new FilesystemManifestStore(root, Durability.NONE);
        store.put(DEBIAN, new StoredManifest(Digest.of(new byte[0]), "application/json", new byte[0]));
        manifests = new RepositoryManifests(
                new Interrupted(store) {
                    @Override
                    public List<RepositoryName> repositories(String last, int limit) {
                        pages.incrementAndGet();
                        return super.repositories(last, limit);
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
        assertThat(manifests.repositories(Caller.UNCHECKED, "", 10)).containsExactly(DEBIAN);
        assertThat(manifests.repositories(
                        caller(new Grant(new RepositoryPattern("bob/*"), Set.of(Action.PULL))), "", 10))
                .isEmpty();
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
