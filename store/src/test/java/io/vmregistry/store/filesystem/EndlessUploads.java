package io.vmregistry.store.filesystem;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.store.blob.Bytes;
import io.vmregistry.store.manifest.StoredManifest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Stores blobs, manifests and tags until it is killed. Run by {@link KilledProcessTest}. */
final class EndlessUploads {

    private EndlessUploads() {}

    public static void main(String[] arguments) {
        Path root = Path.of(arguments[0]);
        FilesystemBlobStore blobs = new FilesystemBlobStore(root, Durability.FSYNC);
        FilesystemManifestStore manifests = new FilesystemManifestStore(root, Durability.FSYNC);
        RepositoryName repository = new RepositoryName("alice/debian");
        for (int i = 0; ; i++) {
            Bytes.store(blobs, Bytes.random(i, 1 << 20));
            byte[] content = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
            Digest digest = Digest.of(content);
            manifests.put(repository, new StoredManifest(digest, "text/plain", content));
            manifests.tag(repository, Tag.LATEST, digest);
            if (i % 3 == 2) {
                manifests.delete(repository, digest);
            }
            System.out.println(i);
        }
    }
}
