package io.vmregistry.lsp.completion;

import io.vmregistry.lsp.document.Surroundings;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files in a document's folder, as the document would name them. Nothing outside of it is looked at. */
final class FilePaths {

    private static final int MOST = 200;

    private FilePaths() {}

    /** What lies in the folder that {@code typed} names up to its last slash; folders end with a slash. */
    static List<String> below(Surroundings surroundings, String typed) {
        return surroundings.folder().map(root -> in(root, typed)).orElse(List.of());
    }

    private static List<String> in(Path root, String typed) {
        String start = typed.substring(0, typed.lastIndexOf('/') + 1);
        List<String> names = new ArrayList<>();
        try {
            Path real = root.toRealPath();
            Path folder = real.resolve(start).toRealPath();
            if (!folder.startsWith(real)) {
                return List.of();
            }
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    String name = entry.getFileName().toString();
                    if (!name.startsWith(".") && names.size() < MOST) {
                        names.add((start.isEmpty() ? "./" : start) + name + (Files.isDirectory(entry) ? "/" : ""));
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException | InvalidPathException e) {
            // What cannot be listed offers nothing; the diagnostics say so of a path that is written out.
            return List.of();
        }
        names.sort(null);
        return names;
    }
}
