package io.vmregistry.store.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryNamesTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private final AtomicInteger reads = new AtomicInteger();
    private final DirectoryNames names = new DirectoryNames(Clock.fixed(NOW, ZoneOffset.UTC), this::read);

    private List<String> read(Path from) throws IOException {
        reads.incrementAndGet();
        try (Stream<Path> files = Files.list(from)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private void modified(Instant time) throws IOException {
        Files.setLastModifiedTime(directory, FileTime.from(time));
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
        modified(NOW.minusSeconds(100));
        assertThat(names.from(directory, "")).containsExactly("a");
        assertThat(names.from(directory, "")).containsExactly("a");
        assertThat(reads).hasValue(1);
        Files.createFile(directory.resolve("b"));
        assertThat(names.from(directory, "")).containsExactly("a", "b");
        Files.delete(directory.resolve("a"));
        assertThat(names.from(directory, "")).containsExactly("b");
    }

    @Test
    void doesNotTrustATimeThatAnotherChangeCanStillHave() throws IOException {
        Files.createFile(directory.resolve("a"));
        modified(NOW.minusMillis(1_900));
        assertThat(names.from(directory, "")).containsExactly("a");
        Files.createFile(directory.resolve("b"));
        modified(NOW.minusMillis(1_900));
        assertThat(names.from(directory, "")).containsExactly("a", "b");
        assertThat(reads).hasValue(2);
    }

    @Test
    void remembersOnlySoMany() throws IOException {
        DirectoryNames many = new DirectoryNames(Clock.fixed(NOW, ZoneOffset.UTC), from -> {
            reads.incrementAndGet();
            return Stream.iterate(0, i -> i + 1)
                    .limit(100_000)
                    .map(i -> "tag-" + i)
                    .toList();
        });
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.setLastModifiedTime(other, FileTime.from(NOW.minusSeconds(100)));
        modified(NOW.minusSeconds(100));
        assertThat(many.from(directory, "")).hasSize(100_000);
        assertThat(many.from(other, "")).hasSize(100_000);
        assertThat(many.from(other, "")).hasSize(100_000);
        assertThat(reads).hasValue(2);
        assertThat(many.from(directory, "")).hasSize(100_000);
        assertThat(reads).hasValue(3);
    }
}
