package io.vmregistry.lsp.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The front end's good documents, and those that users are shown. */
public final class Corpus {

    private static final Path ROOT = Path.of("..");

    private Corpus() {}

    public static List<String> goodTexts() {
        return good().stream().map(Corpus::read).toList();
    }

    /** In the order of their names. */
    public static List<Path> good() {
        return Stream.of(
                        "spec/src/test/resources/vmfile/good",
                        "spec/src/test/resources/vmcompose/good",
                        "examples",
                        "examples/web")
                .map(ROOT::resolve)
                .flatMap(folder -> documents(folder).stream())
                .toList();
    }

    private static List<Path> documents(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.toString().matches(".*\\.VM(File|Compose)"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
