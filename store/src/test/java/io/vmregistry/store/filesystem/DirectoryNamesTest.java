package io.vmregistry.store.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryNamesTest {
    private static final Instant MODIFIED = Instant.parse("2030-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicReference<Instant> now = new AtomicReference<>(MODIFIED);
    private final InstantSource clock = now::get;
    private final DirectoryNames names = new DirectoryNames(clock.withZone(ZoneOffset.UTC), this::read);

    private List<String> read(Path from) throws IOException {
        reads.incrementAndGet();
        try (Stream<Path> files = Files.list(from)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void modified(Path changed) throws IOException {
        Files.setLastModifiedTime(changed, FileTime.from(MODIFIED));
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    /** Looks at it twice, so far apart that its names are relied on from then on. */
    private void settle(DirectoryNames all, Path looked) throws IOException {
        all.from(looked, "");
        pass(Duration.ofSeconds(3));
        all.from(looked, "");
    }

    @Test
    void findsNamesFromAPlaceOn() throws IOException {
        for (String name : List.of("b", "d", "a", "c")) {
            Files.createFile(directory.resolve(name));
        }
        assertThat(names.from(directory, "")).containsExactly("a", "b", "c", "d");
        assertThat(names.from(directory, "b")).containsExactly("b", "c", "d");
        assertThat(names.from(directory, "bb")).containsExactly("c", "d");
        assertThat(names.from(directory, "e")).isEmpty();
        assertThat(names.from(directory.resolve("none"), "")).isEmpty();
    }

    @Test
    void readsAgainWhenTheDirectoryChanged() throws IOException {
        Files.createFile(directory.resolve("a"));
        modified(directory);
        settle(names, directory);
        assertThat(reads).hasValue(2);
        assertThat(names.from(directory, "")).containsExactly("a");
        assertThat(reads).hasValue(2);
        Files.createFile(directory.resolve("b"));
        assertThat(names.from(directory, "")).containsExactly("a", "b");
        Files.delete(directory.resolve("a"));
        assertThat(names.from(directory, "")).containsExactly("b");
    }

    @Test
    void doesNotTrustATimeThatAnotherChangeCanStillHave() throws IOException {
        Files.createFile(directory.resolve("a"));
        modified(directory);
        assertThat(names.from(directory, "")).containsExactly("a");
        pass(Duration.ofMillis(1_900));
        assertThat(names.from(directory, "")).containsExactly("a");
        Files.createFile(directory.resolve("b"));
        modified(directory);
        assertThat(names.from(directory, "")).containsExactly("a", "b");
        assertThat(reads).hasValue(3);
    }

    /** The store may be another machine's, whose clock is behind: what it calls an hour ago may be now. */
    @Test
    void doesNotTrustAClockOfAnotherMachine() throws IOException {
        Files.createFile(directory.resolve("a"));
        modified(directory);
        pass(Duration.ofHours(1));
        assertThat(names.from(directory, "")).containsExactly("a");
        Files.createFile(directory.resolve("b"));
        modified(directory);
        assertThat(names.from(directory, "")).containsExactly("a", "b");
    }

    @Test
    void remembersOnlySoManyNames() throws IOException {
        DirectoryNames many = new DirectoryNames(clock.withZone(ZoneOffset.UTC), from -> {
            reads.incrementAndGet();
            return Stream.iterate(0, i -> i + 1)
                    .limit(100_000)
                    .map(i -> "tag-" + i)
                    .toList();
        });
        Path other = Files.createDirectory(directory.resolve("other"));
        modified(directory);
        modified(other);
        settle(many, directory);
        settle(many, other);
        assertThat(many.from(other, "")).hasSize(100_000);
        assertThat(reads).hasValue(4);
        assertThat(many.from(directory, "")).hasSize(100_000);
        assertThat(reads).hasValue(5);
    }

    /** A directory without names takes room as well: here one is looked at under thousands of long paths. */
    @Test
    void remembersOnlySoManyDirectories() throws IOException {
        Path child = Files.createDirectory(directory.resolve("d"));
        modified(child);
        settle(names, child);
        names.from(child, "");
        assertThat(reads).hasValue(2);
        for (int there = 0; there < 8; there++) {
            for (int dots = 1_500; dots < 1_950; dots++) {
                names.from(directory.resolve("./".repeat(dots) + "d/../".repeat(there) + "d"), "");
            }
        }
        reads.set(0);
        names.from(child, "");
        assertThat(reads).hasValue(1);
    }
}
