package io.vmregistry.store.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sorted names in directories, remembered while a directory's modification time says that nothing was created,
 * renamed or removed in it, by whichever process. So a page of a long list costs a look at the time and a search.
 *
 * <p>Two changes can fall into one tick of the filesystem's clock. So names are remembered only if the directory had been
 * left alone for a while when they were read: any later change then has a later time.
 */
final class DirectoryNames {

    /** Longer than a tick of any filesystem's clock. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    /** Names that are remembered in all, some ten MiB of them. */
    private static final int CAPACITY = 150_000;

    /** Reads the names of interest in a directory, in any order. */
    interface Reader {
        List<String> read(Path directory) throws IOException;
    }

    private record Names(FileTime modified, List<String> sorted) {}

    private final Clock clock;
    private final Reader reader;
    private final Map<Path, Names> remembered = new LinkedHashMap<>(16, 0.75f, true);
    private int size;

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
            @Nullable Names known = recall(directory);
            if (known != null && known.modified().equals(modified)) {
                return known.sorted();
            }
            boolean settled = modified.toInstant().plus(SETTLED).isBefore(clock.instant());
            List<String> sorted = reader.read(directory).stream().sorted().toList();
            forget(directory);
            if (settled && sorted.size() <= CAPACITY) {
                remember(directory, new Names(modified, sorted));
            }
            return sorted;
        } catch (NoSuchFileException none) {
            forget(directory);
            return List.of();
        }
    }

    private synchronized @Nullable Names recall(Path directory) {
        return remembered.get(directory);
    }

    private synchronized void forget(Path directory) {
        Names names = remembered.remove(directory);
        size -= names == null ? 0 : weight(names);
    }

    /** Two threads may have read the same directory: the names of one take the place of the other's. */
    private synchronized void remember(Path directory, Names names) {
        forget(directory);
        remembered.put(directory, names);
        size += weight(names);
        Iterator<Names> eldest = remembered.values().iterator();
        while (size > CAPACITY + 1) {
            size -= weight(eldest.next());
            eldest.remove();
        }
    }

    private static int weight(Names names) {
        return 1 + names.sorted().size();
    }
}
