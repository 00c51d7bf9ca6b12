package io.vmregistry.spec.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The folder of a document. Only what really lies in it is found and read: {@code ..} and symbolic links that lead out of
 * it are refused.
 */
public final class ProjectFolder implements FileLookup {

    private final Path folder;

    private ProjectFolder(Path folder) {
        this.folder = folder;
    }

    public static ProjectFolder of(Path folder) {
        return new ProjectFolder(folder);
    }

    /** What reading gave. */
    public sealed interface Reading {
        record Content(byte[] bytes) implements Reading {
            public Content {
                bytes = bytes.clone();
            }

            @Override
            public byte[] bytes() {
                return bytes.clone();
            }
        }

        record Refused(Finding finding) implements Reading {}

        record TooLarge(int maxBytes) implements Reading {}
    }

    @Override
    public Finding find(String path) {
        return switch (locate(path)) {
            case Located.At(Path file) -> Files.isReadable(file) ? Finding.FOUND : Finding.UNREADABLE;
            case Located.Nowhere(Finding finding) -> finding;
        };
    }

    /** Reads a file of at most {@code maxBytes}. */
    public Reading read(String path, int maxBytes) {
        return switch (locate(path)) {
            case Located.Nowhere(Finding finding) -> new Reading.Refused(finding);
            case Located.At(Path file) -> readAt(file, maxBytes);
        };
    }

    private static Reading readAt(Path file, int maxBytes) {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            return bytes.length > maxBytes ? new Reading.TooLarge(maxBytes) : new Reading.Content(bytes);
        } catch (IOException e) {
            return new Reading.Refused(Finding.UNREADABLE);
        }
    }

    private Located locate(String path) {
        try {
            Path root = folder.toRealPath();
            Path named = root.resolve(path).normalize();
            if (!named.startsWith(root)) {
                return new Located.Nowhere(Finding.OUTSIDE);
            }
            Path real = named.toRealPath();
            if (!real.startsWith(root)) {
                return new Located.Nowhere(Finding.OUTSIDE);
            }
            return Files.isRegularFile(real) ? new Located.At(real) : new Located.Nowhere(Finding.UNREADABLE);
        } catch (NoSuchFileException | InvalidPathException e) {
            return new Located.Nowhere(Finding.MISSING);
        } catch (IOException e) {
            return new Located.Nowhere(Finding.UNREADABLE);
        }
    }

    private sealed interface Located {
        record At(Path file) implements Located {}

        record Nowhere(Finding finding) implements Located {}
    }
}
