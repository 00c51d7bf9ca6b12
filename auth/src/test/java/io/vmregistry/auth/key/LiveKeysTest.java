package io.vmregistry.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveKeysTest {

    private static final int SMALL = 2048;
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(11);

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private KeyDirectory directory;
    private LiveKeys live;
    private String first;

    @BeforeEach
    void open() {
        directory = new KeyDirectory(folder, TOKEN_LIFE);
        first = directory.open(SMALL, START).current(START).id();
        live = new LiveKeys(directory, clock);
    }

    /** What another server, or a subcommand, did to the same directory. */
    private String rotatedElsewhere(Duration after) {
        return new KeyDirectory(folder, TOKEN_LIFE)
                .rotate(SMALL, now.get(), now.get().plus(after))
                .id();
    }

    @Test
    void seesWithinASecondWhatAnotherServerAnnounced() {
        String second = rotatedElsewhere(Duration.ofMinutes(10));
        assertThat(live.get().published()).containsOnlyKeys(first);

        now.set(START.plusSeconds(1));

        assertThat(live.get().published()).containsOnlyKeys(first, second);
        assertThat(live.get().signing().id()).isEqualTo(first);
    }

    @Test
    void changesOverByTheClockWithoutReadingAnything() throws Exception {
        String second = rotatedElsewhere(Duration.ofMinutes(10));
        now.set(START.plusSeconds(1));
        live.get();
        Files.delete(folder.resolve("keys.json"));

        now.set(START.plus(Duration.ofMinutes(10)));

        assertThat(live.get().signing().id()).isEqualTo(second);
    }

    @Test
    void goesOnWhileHalfOfACopyIsThereAndTakesItOnceItIsWhole() throws Exception {
        String second = rotatedElsewhere(Duration.ZERO);
        Path privateKey = folder.resolve(second + ".key");
        Path aside = folder.resolve("aside");
        Files.move(privateKey, aside);
        now.set(START.plusSeconds(1));
        assertThat(live.get().signing().id()).isEqualTo(first);

        Files.move(aside, privateKey);
        now.set(START.plusSeconds(2));

        assertThat(live.get().signing().id()).isEqualTo(second);
    }

    @Test
    void takesAnAnnouncedKeyWhosePrivatePartCameLater() throws Exception {
        String second = rotatedElsewhere(Duration.ofMinutes(10));
        Path privateKey = folder.resolve(second + ".key");
        Path aside = folder.resolve("aside");
        Files.move(privateKey, aside);
        now.set(START.plusSeconds(1));
        assertThat(live.get().published()).containsOnlyKeys(first, second);
        Files.move(aside, privateKey);

        now.set(START.plus(Duration.ofMinutes(10)));

        assertThat(live.get().signing().id()).isEqualTo(second);
    }

    @Test
    void goesOnWhileTheStateIsDamaged() throws Exception {
        Files.writeString(folder.resolve("keys.json"), "{");
        now.set(START.plusSeconds(1));

        assertThat(live.get().signing().id()).isEqualTo(first);
    }
}
