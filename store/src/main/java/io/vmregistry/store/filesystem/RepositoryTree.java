package io.vmregistry.store.filesystem;

import io.vmregistry.spec.reference.RepositoryName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Repositories as nested directories, walked in lexical order of their names, which is not the order of the directories:
 * {@code a-b} stands between {@code a} and {@code a/b}. So in each directory a repository and what is below it are two
 * entries, {@code name} and {@code name/}. Subtrees before the page are not entered.
 */
final class RepositoryTree {

    /** Whether a directory is a repository itself, not only on the way to one. */
    interface Repository {
        boolean is(Path directory) throws IOException;
    }

    private final Path root;
    private final Repository repository;

    RepositoryTree(Path root, Repository repository) {
        this.root = root;
        this.repository = repository;
    }

    List<RepositoryName> after(String last, int limit) throws IOException {
        List<RepositoryName> found = new ArrayList<>();
        collect(root, "", last, limit, found);
        return found;
    }

    private void collect(Path directory, String prefix, String last, int limit, List<RepositoryName> found)
            throws IOException {
        for (String entry : entries(directory)) {
            if (found.size() >= limit) {
                return;
            }
            String name = prefix + entry;
            if (entry.endsWith("/")) {
                if (name.compareTo(last) > 0 || last.startsWith(name)) {
                    collect(directory.resolve(entry), name, last, limit, found);
                }
            } else if (name.compareTo(last) > 0 && repository.is(directory.resolve(entry))) {
                RepositoryName.parse(name).ifPresent(found::add);
            }
        }
    }

    private static SortedSet<String> entries(Path directory) throws IOException {
        SortedSet<String> entries = new TreeSet<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (Path child : children) {
                String name = String.valueOf(child.getFileName());
                if (!name.startsWith("_")) {
                    entries.add(name);
                    entries.add(name + "/");
                }
            }
        } catch (NoSuchFileException goneMeanwhile) {
            entries.clear();
        }
        return entries;
    }
}
