package io.vmregistry.client.transfer;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Uploads that were begun and not finished, so that the next push continues them. What is forgotten here is only sent
 * again. Every method may be called from any thread.
 */
public interface PendingUploads {

    /** One blob on its way to one repository of one registry. */
    record Key(URI registry, RepositoryName repository, Digest digest) {}

    Optional<URI> find(Key key);

    void remember(Key key, URI upload);

    void forget(Key key);

    /** Remembers as long as the process lives. */
    static PendingUploads inMemory() {
        Map<Key, URI> uploads = new ConcurrentHashMap<>();
        return new PendingUploads() {
            @Override
            public Optional<URI> find(Key key) {
                return Optional.ofNullable(uploads.get(key));
            }

            @Override
            public void remember(Key key, URI upload) {
                uploads.put(key, upload);
            }

            @Override
            public void forget(Key key) {
                uploads.remove(key);
            }
        };
    }
}
