package io.vmregistry.client.transfer;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.registry.RegistryClient;
import io.vmregistry.spec.image.Descriptor;
import io.vmregistry.spec.reference.RepositoryName;
import java.util.Optional;

/** Fetches one blob: from where it stopped, as often as the line breaks, verified before it counts. */
final class BlobPull {

    private final RegistryClient registry;
    private final LocalBlobs blobs;
    private final TransferSettings settings;
    private final Pause pause;

    BlobPull(RegistryClient registry, LocalBlobs blobs, TransferSettings settings, Pause pause) {
        this.registry = registry;
        this.blobs = blobs;
        this.settings = settings;
        this.pause = pause;
    }

    /** {@return the bytes that were moved} */
    long pull(RepositoryName repository, Descriptor blob, TransferListener listener) {
        ProgressMeter meter = new ProgressMeter(listener, blob);
        if (Uninterrupted.call(() -> blobs.size(blob.digest())).isPresent()) {
            meter.skipped();
            return 0;
        }
        Fetched first = fetch(repository, blob, meter);
        if (first.whole()) {
            return first.moved();
        }
        // Bytes that an earlier transfer left can be the wrong ones. Those of this transfer cannot be excused.
        if (first.resumed() > 0) {
            Fetched second = fetch(repository, blob, meter);
            if (second.whole()) {
                return first.moved() + second.moved();
            }
        }
        throw new ClientException.DigestMismatch(
                tried(repository, blob),
                blob.digest(),
                "the bytes that " + registry.url() + " sent do not have that digest");
    }

    private Fetched fetch(RepositoryName repository, Descriptor blob, ProgressMeter meter) {
        PartialBlob partial = begin(blob);
        try {
            long resumed = partial.offset();
            meter.startAt(resumed);
            receive(repository, blob, partial, meter);
            meter.verifying();
            boolean whole = Uninterrupted.call(() -> partial.commit(blob.digest()));
            if (whole) {
                meter.done();
            }
            return new Fetched(blob.size() - resumed, resumed, whole);
        } finally {
            Uninterrupted.run(partial::close);
        }
    }

    /** More bytes than the blob has are none of it. */
    private PartialBlob begin(Descriptor blob) {
        return Uninterrupted.call(() -> {
            PartialBlob kept = blobs.begin(blob);
            if (kept.offset() <= blob.size()) {
                return kept;
            }
            kept.cancel();
            kept.close();
            return blobs.begin(blob);
        });
    }

    private void receive(RepositoryName repository, Descriptor blob, PartialBlob partial, ProgressMeter meter) {
        String tried = tried(repository, blob);
        Attempts attempts = new Attempts(settings, pause, tried);
        while (partial.offset() < blob.size()) {
            long before = partial.offset();
            try {
                registry.readBlob(repository, blob.digest(), before, blob.size(), bytes -> {
                    int count = bytes.remaining();
                    partial.write(bytes);
                    meter.moved(count);
                });
                if (partial.offset() < blob.size()) {
                    throw new ClientException.Unavailable(
                            tried,
                            "the registry ended after " + partial.offset() + " of " + blob.size() + " bytes",
                            "",
                            Optional.empty());
                }
            } catch (ClientException.Unavailable e) {
                if (partial.offset() > before) {
                    attempts.progressed();
                }
                attempts.failed(e);
            }
        }
    }

    private String tried(RepositoryName repository, Descriptor blob) {
        return "pull blob " + blob.digest() + " of " + repository + " from " + registry.url();
    }

    private record Fetched(long moved, long resumed, boolean whole) {}
}
