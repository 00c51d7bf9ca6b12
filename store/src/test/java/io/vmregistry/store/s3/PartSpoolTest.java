package io.vmregistry.store.s3;

import static io.vmregistry.store.blob.Bytes.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.store.StoreException.StoreUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartSpoolTest {
    @TempDir
    Path directory;

    private static void fill(PartSpool spool, byte[] content, Random sizes) {
        for (int from = 0; from < content.length; ) {
            int count = Math.min(content.length - from, 1 + sizes.nextInt(100_000));
            spool.append(ByteBuffer.wrap(content, from, count));
            from += count;
        }
    }

    @Test
    void givesBackWhatItWasGivenAsOftenAsItIsAsked() throws IOException {
        byte[] content = random(1, 1_000_000);
        try (PartSpool spool = new PartSpool(directory)) {
            fill(spool, content, new Random(1));
            assertThat(spool.body().length()).isEqualTo(content.length);
            assertThat(spool.body().stream().get()).hasBinaryContent(content);
            assertThat(spool.body().stream().get()).hasBinaryContent(content);
            for (int count : new int[] {0, 1, 128 * 1024, 128 * 1024 + 1, 999_999}) {
                assertThat(spool.stream(count)).hasBinaryContent(Arrays.copyOf(content, count));
            }
        }
    }

    @Test
    void isUsedAgainForTheNextPart() {
        try (PartSpool spool = new PartSpool(directory)) {
            for (int seed = 2; seed < 6; seed++) {
                byte[] content = random(seed, seed % 2 == 0 ? 500_000 : 1000);
                fill(spool, content, new Random(seed));
                assertThat(spool.length()).isEqualTo(content.length);
                assertThat(spool.body().stream().get()).hasBinaryContent(content);
                spool.clear();
            }
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void saysWhichDirectoryItCannotWriteToAndHoldsWhatItHad() {
        byte[] content = random(7, 200_000);
        try (PartSpool spool = new PartSpool(directory.resolve("missing"))) {
            spool.append(ByteBuffer.wrap(content, 0, 100_000));
            assertThatThrownBy(() -> spool.append(ByteBuffer.wrap(content, 100_000, 100_000)))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("missing")
                    .hasMessageContaining("-s3-spool");
            assertThat(spool.body().stream().get()).hasBinaryContent(Arrays.copyOf(content, 100_000));
        }
    }
}
