package io.vmregistry.store.filesystem;

import io.vmregistry.spec.reference.RepositoryName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Repositories as nested directories, walked in lexical order of their names, which is not the order of the directories:
 * {@code a-b} stands between {@code a} and {@code a/b}. So in each directory a repository and what is below it are two
 * entries, {@code name} and {@code name/}. Subtrees before the page are not entered, and directories that did not change
 * are not read again.
 */
final class RepositoryTree {

    /** Whether a directory is a repository itself, not only on the way to one. */
    interface Repository {
        boolean is(Path directory) throws IOException;
    }

    private final Path root;
    private final Repository repository;
    private final DirectoryNames entries;

    RepositoryTree(Path root, Repository repository, Clock clock) {
        this.root = root;
        this.repository = repository;
        this.entries = new DirectoryNames(clock, RepositoryTree::entries);
    }

    List<RepositoryName> after(String last, int limit) throws IOException {
        List<RepositoryName> found = new ArrayList<>();
        collect(root, "", last, limit, found);
        return found;
    }

    private void collect(Path directory, String prefix, String last, int limit, List<RepositoryName> found)
            throws IOException {
        for (String entry : entries.from(directory, begin(prefix, last))) {
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

    /** The entry that the page begins with, or that leads to where it begins. */
    private static String begin(String prefix, String last) {
        if (!last.startsWith(prefix)) {
            return "";
        }
        String rest = last.substring(prefix.length());
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash + 1);
    }

    private static List<String> entries(Path directory) throws IOException {
        List<String> entries = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (Path child : children) {
                String name = String.valueOf(child.getFileName());
                if (!name.startsWith("_")) {
                    entries.add(name);
                    entries.add(name + "/");
                }
            }
        }
        return entries;
    }
}
