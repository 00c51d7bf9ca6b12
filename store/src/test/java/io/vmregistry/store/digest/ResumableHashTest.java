package io.vmregistry.store.digest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Digest.Algorithm;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResumableHashTest {

    private static Digest expected(Algorithm algorithm, byte[] content) {
        return Digest.from(algorithm, algorithm.newHash().digest(content));
    }

    /** The launchers and this test's JVM open what it needs; without it every upload to S3 would be read again. */
    @ParameterizedTest
    @EnumSource
    void thisRuntimeCanSave(Algorithm algorithm) {
        assertThat(ResumableHash.isSavable(algorithm)).isTrue();
    }

    /** FIPS 180-4, the example "abc". */
    @Test
    void knowsThePublishedAnswer() {
        ResumableHash hash = ResumableHash.start(Algorithm.SHA256);
        hash.update(ByteBuffer.wrap("abc".getBytes(US_ASCII)));
        assertThat(hash.finish().hex()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @ParameterizedTest
    @EnumSource
    void continuesFromWhereverItWasSaved(Algorithm algorithm) {
        Random random = new Random(7);
        byte[] content = new byte[100_000];
        random.nextBytes(content);
        for (int round = 0; round < 200; round++) {
            int length = random.nextInt(round < 100 ? 600 : content.length);
            ResumableHash hash = ResumableHash.start(algorithm);
            for (int from = 0; from < length; ) {
                int count = 1 + random.nextInt(length - from);
                hash.update(ByteBuffer.wrap(content, from, count));
                from += count;
                hash = ResumableHash.restore(algorithm, hash.save().orElseThrow())
                        .orElseThrow();
            }
            assertThat(hash.finish()).isEqualTo(expected(algorithm, java.util.Arrays.copyOf(content, length)));
        }
    }

    /** The runtime's compiled code for SHA-512 leaves a last full block for later; interpreted code does not. */
    @ParameterizedTest
    @EnumSource
    void continuesWithAFullBlockThatIsNotCompressedYet(Algorithm algorithm) {
        byte[] fresh = ResumableHash.start(algorithm).save().orElseThrow();
        int blockSize = ByteBuffer.wrap(fresh).getInt();
        byte[] content = new byte[blockSize + 5];
        new Random(11).nextBytes(content);
        byte[] saved = ByteBuffer.allocate(fresh.length + blockSize)
                .put(fresh, 0, fresh.length - Long.BYTES)
                .putLong(blockSize)
                .put(content, 0, blockSize)
                .array();

        ResumableHash hash = ResumableHash.restore(algorithm, saved).orElseThrow();
        hash.update(ByteBuffer.wrap(content, blockSize, 5));

        assertThat(hash.finish()).isEqualTo(expected(algorithm, content));
    }

    @ParameterizedTest
    @EnumSource
    void savingDoesNotDisturbTheHash(Algorithm algorithm) {
        byte[] content = new byte[1000];
        ResumableHash hash = ResumableHash.start(algorithm);
        hash.update(ByteBuffer.wrap(content, 0, 333));
        byte[] saved = hash.save().orElseThrow();
        hash.update(ByteBuffer.wrap(content, 333, 667));
        assertThat(hash.finish()).isEqualTo(expected(algorithm, content));
        ResumableHash again = ResumableHash.restore(algorithm, saved).orElseThrow();
        again.update(ByteBuffer.wrap(content, 333, 667));
        assertThat(again.finish()).isEqualTo(expected(algorithm, content));
    }

    @Test
    void takesBuffersOfEveryKind() {
        byte[] content = new byte[300_000];
        new Random(8).nextBytes(content);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(content.length).put(content).flip();
        ResumableHash hash = ResumableHash.start(Algorithm.SHA512);
        hash.update(direct.slice(0, 100_000));
        hash.update(ByteBuffer.wrap(content).slice(100_000, 100_000));
        hash.update(direct.slice(200_000, 100_000).asReadOnlyBuffer());
        assertThat(direct.hasRemaining()).isTrue();
        assertThat(hash.finish()).isEqualTo(expected(Algorithm.SHA512, content));
    }

    @Test
    void refusesWhatWasNotSavedByIt() {
        byte[] saved = ResumableHash.start(Algorithm.SHA256).save().orElseThrow();
        assertThatThrownBy(() -> ResumableHash.restore(Algorithm.SHA512, saved))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ResumableHash.restore(Algorithm.SHA256, new byte[3]))
                .isInstanceOf(IllegalArgumentException.class);
        saved[saved.length - 1] = 5;
        assertThatThrownBy(() -> ResumableHash.restore(Algorithm.SHA256, saved))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
