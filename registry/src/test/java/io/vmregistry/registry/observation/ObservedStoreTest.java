package io.vmregistry.registry.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.StoreException;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.blob.ByteRange;
import io.vmregistry.store.blob.Upload;
import io.vmregistry.store.blob.UploadOwner;
import io.vmregistry.store.filesystem.Durability;
import io.vmregistry.store.filesystem.FilesystemBlobStore;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.membership.Membership;
import io.vmregistry.store.referrer.ReferrerIndex;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ObservedStoreTest {
    private static final UploadOwner OWNER = new UploadOwner(new RepositoryName("alice/debian"), "alice");
    private static final byte[] CONTENT = {1, 2, 3};

    @TempDir
    Path root;

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private BlobStore blobs;

    @BeforeEach
    void open() {
        blobs = new ObservedBlobStore(
                new FilesystemBlobStore(root, Durability.NONE), new StorageObserver(meters, new Spans.Off()));
    }

    private long calls(String operation, String outcome) {
        return meters.get(StorageObserver.NAME)
                .tags("operation", operation, "outcome", outcome)
                .timer()
                .count();
    }

    private double uploads(String event) {
        return meters.get("vmregistry.uploads").tag("event", event).counter().count();
    }

    private double open(String gauge) {
        return meters.get(gauge).gauge().value();
    }

    static Stream<Arguments> ports() {
        return Stream.of(
                Arguments.of(BlobStore.class, ObservedBlobStore.class),
                Arguments.of(Upload.class, ObservedUpload.class),
                Arguments.of(ManifestStore.class, ObservedManifestStore.class),
                Arguments.of(Membership.class, ObservedMembership.class),
                Arguments.of(ReferrerIndex.class, ObservedReferrerIndex.class));
    }

    /** A default method that is not passed on would silently do without what the backend offers in its place. */
    @ParameterizedTest
    @MethodSource("ports")
    void passesOnEveryMethodOfItsPort(Class<?> port, Class<?> observed) {
        assertThat(Arrays.stream(port.getMethods()).filter(method -> !Modifier.isStatic(method.getModifiers())))
                .isNotEmpty()
                .allSatisfy(method -> assertThatCode(() -> {
                            Method _ = observed.getDeclaredMethod(method.getName(), method.getParameterTypes());
                        })
                        .doesNotThrowAnyException());
    }

    @Test
    void timesCallsByOutcome() {
        Digest missing = Digest.of(new byte[] {9});
        assertThat(blobs.size(missing)).isEmpty();
        assertThatThrownBy(() -> blobs.open(missing, ByteRange.ALL)).isInstanceOf(StoreException.BlobUnknown.class);
        assertThat(calls("blob.size", "ok")).isEqualTo(1);
        assertThat(calls("blob.open", "unknown")).isEqualTo(1);
    }

    @Test
    void countsAnUploadOnceForHowItEnded() {
        Upload committed = blobs.begin(OWNER);
        assertThat(open("vmregistry.uploads.open")).isEqualTo(1);
        committed.write(ByteBuffer.wrap(CONTENT));
        committed.commit(Digest.of(CONTENT));
        committed.cancel();
        committed.close();
        Upload paused = blobs.begin(OWNER);
        paused.close();
        Upload resumed = blobs.resume(OWNER, paused.id());
        assertThatThrownBy(() -> resumed.commit(Digest.of(CONTENT))).isInstanceOf(StoreException.DigestMismatch.class);
        resumed.cancel();
        assertThat(uploads("begun")).isEqualTo(2);
        assertThat(uploads("resumed")).isEqualTo(1);
        assertThat(uploads("committed")).isEqualTo(1);
        assertThat(uploads("paused")).isEqualTo(1);
        assertThat(uploads("cancelled")).isEqualTo(1);
        assertThat(calls("upload.commit", "mismatch")).isEqualTo(1);
        assertThat(meters.get("vmregistry.upload.received").counter().count()).isEqualTo(3);
        assertThat(open("vmregistry.uploads.open")).isZero();
    }
}
