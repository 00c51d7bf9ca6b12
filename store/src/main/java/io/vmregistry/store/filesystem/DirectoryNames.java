package io.vmregistry.store.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sorted names in directories, remembered while a directory's modification time says that nothing was created,
 * renamed or removed in it, by whichever process. So a page of a long list costs a look at the time and a search.
 *
 * <p>Two changes can fall into one tick of the filesystem's clock. So names are remembered only if the directory had the
 * same time at a look that was a while before they were read: any later change then has a later time. Only time that
 * passes here is compared, as the filesystem's clock may be another machine's. A garbage collection that missed a
 * repository would free what it names.
 */
final class DirectoryNames {

    /** Longer than a tick of any filesystem's clock. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    /** About how many bytes are remembered in all. */
    private static final long CAPACITY = 10L * 1024 * 1024;

    /** About how many bytes a directory and a name take beside their characters. */
    private static final int DIRECTORY = 300;

    private static final int NAME = 56;

    /** Reads the names of interest in a directory, in any order. */
    interface Reader {
        List<String> read(Path directory) throws IOException;
    }

    /**
     * What was seen of a directory.
     *
     * @param since when it was first seen with this time
     * @param sorted empty until they can be relied on
     */
    private record Names(FileTime modified, Instant since, Optional<List<String>> sorted) {}

    private final Clock clock;
    private final Reader reader;
    private final Map<Path, Names> remembered = new LinkedHashMap<>(16, 0.75f, true);
    private long size;

    DirectoryNames(Clock clock, Reader reader) {
        this.clock = clock;
        this.reader = reader;
    }

    /** Names from {@code first} on, in order, as a view; none when there is no such directory. */
    List<String> from(Path directory, String first) throws IOException {
        List<String> sorted = sorted(directory);
        int found = Collections.binarySearch(sorted, first);
        return sorted.subList(found < 0 ? -found - 1 : found, sorted.size());
    }

    private List<String> sorted(Path directory) throws IOException {
        try {
            FileTime modified = Files.getLastModifiedTime(directory);
            Instant now = clock.instant();
            Names known = recall(directory)
                    .filter(names -> names.modified().equals(modified))
                    .orElseGet(() -> new Names(modified, now, Optional.empty()));
            if (known.sorted().isPresent()) {
                return known.sorted().get();
            }
            boolean settled = known.since().plus(SETTLED).isBefore(now);
            List<String> sorted = reader.read(directory).stream().sorted().toList();
            remember(directory, new Names(modified, known.since(), settled ? Optional.of(sorted) : Optional.empty()));
            return sorted;
        } catch (NoSuchFileException none) {
            forget(directory);
            return List.of();
        }
    }

    private synchronized Optional<Names> recall(Path directory) {
        return Optional.ofNullable(remembered.get(directory));
    }

    private synchronized void forget(Path directory) {
        Names names = remembered.remove(directory);
        size -= names == null ? 0 : weight(directory, names);
    }

    /** Two threads may have read the same directory: the names of one take the place of the other's. */
    private synchronized void remember(Path directory, Names names) {
        forget(directory);
        long weight = weight(directory, names);
        if (weight > CAPACITY) {
            return;
        }
        remembered.put(directory, names);
        size += weight;
        Iterator<Map.Entry<Path, Names>> eldest = remembered.entrySet().iterator();
        while (size > CAPACITY) {
            Map.Entry<Path, Names> entry = eldest.next();
            size -= weight(entry.getKey(), entry.getValue());
            eldest.remove();
        }
    }

    private static long weight(Path directory, Names names) {
        return DIRECTORY
                + directory.toString().length()
                + names.sorted().stream()
                        .flatMap(List::stream)
                        .mapToLong(name -> NAME + name.length())
                        .sum();
    }
}
