package io.vmregistry.client.transfer;

import io.vmregistry.client.registry.ManifestContent;
import io.vmregistry.spec.image.Descriptor;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Reference;
import io.vmregistry.spec.reference.RepositoryName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** The local side of a transfer, in memory, with what interrupted transfers left. */
final class MemoryStore implements LocalBlobs, LocalManifests {

    final Map<Digest, byte[]> blobs = new ConcurrentHashMap<>();
    final Map<Digest, ByteArrayOutputStream> partials = new ConcurrentHashMap<>();
    final Map<String, ManifestContent> manifests = new ConcurrentHashMap<>();

    @Override
    public OptionalLong size(Digest digest) {
        byte[] blob = blobs.get(digest);
        return blob == null ? OptionalLong.empty() : OptionalLong.of(blob.length);
    }

    @Override
    public ReadableByteChannel open(Digest digest, long offset) {
        byte[] blob = blobs.get(digest);
        return Channels.newChannel(new ByteArrayInputStream(blob, (int) offset, blob.length - (int) offset));
    }

    @Override
    public PartialBlob begin(Descriptor blob) {
        ByteArrayOutputStream kept = partials.computeIfAbsent(blob.digest(), digest -> new ByteArrayOutputStream());
        return new PartialBlob() {
            @Override
            public long offset() {
                return kept.size();
            }

            @Override
            public void write(ByteBuffer bytes) {
                byte[] taken = new byte[bytes.remaining()];
                bytes.get(taken);
                kept.writeBytes(taken);
            }

            @Override
            public boolean commit(Digest expected) {
                partials.remove(blob.digest());
                boolean right = Digest.of(kept.toByteArray()).equals(expected);
                if (right) {
                    blobs.put(expected, kept.toByteArray());
                }
                return right;
            }

            @Override
            public void cancel() {
                partials.remove(blob.digest());
            }

            @Override
            public void close() {
                if (Thread.currentThread().isInterrupted()) {
                    throw new IllegalStateException("closed from an interrupted thread");
                }
            }
        };
    }

    @Override
    public boolean holds(RepositoryName repository, Reference reference, ManifestContent manifest) {
        return Optional.ofNullable(manifests.get(repository + ":" + reference))
                .filter(manifest::equals)
                .isPresent();
    }

    @Override
    public List<Descriptor> needed(RepositoryName repository, Reference reference, ManifestContent manifest) {
        return ManifestBlobs.of(manifest, "look at a manifest");
    }

    @Override
    public void put(RepositoryName repository, Reference reference, ManifestContent manifest) {
        manifests.put(repository + ":" + reference, manifest);
    }
}
