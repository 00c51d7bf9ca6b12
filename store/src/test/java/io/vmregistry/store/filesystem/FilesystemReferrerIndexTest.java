package io.vmregistry.store.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.referrer.ReferrerIndex;
import io.vmregistry.store.referrer.ReferrerIndexContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesystemReferrerIndexTest extends ReferrerIndexContract {
    @TempDir
    Path root;

    @Override
    protected ReferrerIndex open() {
        return new FilesystemReferrerIndex(root, Durability.FSYNC);
    }

    @Test
    void keepsTheDocumentedLayoutAndMakesNoRepository() {
        Digest subject = Digest.of(new byte[] {1});
        Digest referrer = Digest.of(new byte[] {2});
        open().link(new RepositoryName("alice/debian"), subject, referrer);
        assertThat(root.resolve(
                        "manifests/alice/debian/_referrers/sha256/" + subject.hex() + "/sha256/" + referrer.hex()))
                .isEmptyFile();
        assertThat(new FilesystemManifestStore(root, Durability.FSYNC).repositories("", 10))
                .isEmpty();
    }
}
