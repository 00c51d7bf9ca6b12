package io.vmregistry.spec.corpus;

import io.vmregistry.spec.compose.ComposeFile;
import io.vmregistry.spec.compose.ComposeFiles;
import io.vmregistry.spec.compose.ComposeInlining;
import io.vmregistry.spec.files.ProjectFolder;
import io.vmregistry.spec.interpolation.EnvFile;
import io.vmregistry.spec.interpolation.Interpolated;
import io.vmregistry.spec.interpolation.Interpolation;
import io.vmregistry.spec.schema.DocumentKind;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.vmfile.VmFile;
import io.vmregistry.spec.vmfile.VmFileInlining;
import io.vmregistry.spec.vmfile.VmFiles;
import io.vmregistry.spec.yaml.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The corpus, copied to a folder where what cannot be kept in a repository is added: a link out of the folder, a file that is
 * too large to inline, a document that is too large to read.
 */
public final class Corpus {

    static final Path SOURCE = Path.of("src/test/resources");
    private static final int MEBIBYTE = 1 << 20;

    private final Path folder;

    private Corpus(Path folder) {
        this.folder = folder;
    }

    public static Corpus in(Path folder) throws IOException {
        for (String top : List.of("vmfile", "vmcompose", "env")) {
            copy(SOURCE.resolve(top), folder.resolve(top));
        }
        Path outside = Files.writeString(folder.resolve("outside.sh"), "#!/bin/sh\n");
        for (String top : List.of("vmfile/bad", "vmcompose/bad")) {
            Path files = folder.resolve(top).resolve("files");
            Files.createSymbolicLink(files.resolve("link"), outside);
            Files.write(files.resolve("large.bin"), new byte[MEBIBYTE + 1]);
            Files.write(files.resolve("binary.bin"), new byte[] {(byte) 0xff, 0, 1});
        }
        Files.writeString(
                folder.resolve("vmfile/bad/too-large.VMFile"), "apiVersion: v1\n" + "#".repeat(4 * MEBIBYTE) + "\n");
        return new Corpus(folder);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    /** The documents of one folder, in the order of their names. */
    public List<Path> documents(String folderName) throws IOException {
        List<Path> documents = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder.resolve(folderName))) {
            all.filter(path -> DocumentKind.ofFileName(path.toString()).isPresent())
                    .sorted()
                    .forEach(documents::add);
        }
        return documents;
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /** What a client does with a file: decode, interpolate, parse, look for files, inline them. */
    public static Parsed<?> parse(Path file) throws IOException {
        SourceText source = SourceText.decode(file.getFileName().toString(), Files.readAllBytes(file));
        ProjectFolder folder = ProjectFolder.of(file.getParent());
        if (DocumentKind.ofFileName(file.toString()).orElseThrow() == DocumentKind.VMFILE) {
            Parsed<VmFile> parsed = VmFiles.parse(source, folder);
            return VmFileInlining.inline(parsed, folder);
        }
        Interpolated interpolated = Interpolation.apply(source, variables(file));
        Parsed<ComposeFile> parsed = interpolated.parse(text -> ComposeFiles.parse(text, folder));
        return ComposeInlining.inline(parsed, folder);
    }

    private static Map<String, String> variables(Path file) throws IOException {
        Path env = file.resolveSibling(".env");
        return Files.exists(env)
                ? EnvFile.parse(SourceText.decode(".env", Files.readAllBytes(env)))
                        .under(Map.of())
                : Map.of();
    }
}
