package io.vmregistry.cli.command;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.vmregistry.cli.disk.DiskHeader;
import io.vmregistry.cli.disk.DiskStream;
import io.vmregistry.cli.document.DocumentReader;
import io.vmregistry.cli.document.InvalidDocumentException;
import io.vmregistry.cli.terminal.ProgressView;
import io.vmregistry.cli.terminal.Wording;
import io.vmregistry.proto.v1.ImportImageMetadata;
import io.vmregistry.proto.v1.ImportImageResponse;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.spec.vmfile.DiskImage;
import io.vmregistry.spec.vmfile.VmFile;
import io.vmregistry.spec.vmfile.VmFileInlining;
import io.vmregistry.spec.vmfile.VmFiles;
import io.vmregistry.spec.yaml.Parsed;
import io.vmregistry.spec.yaml.YamlNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a disk and its VMFile into the daemon's store. */
@Command(name = "import", description = "Make an image of a VMFile and its disk.")
final class Import extends VmrCommand {

    @Parameters(paramLabel = "VMFILE", description = "The VMFile, or the folder that holds one named VMFile.")
    String file = "";

    @Option(
            names = {"-t", "--tag"},
            paramLabel = "TAG",
            description = "Tag of the image; several may be given. latest when there is none.")
    List<String> tags = List.of();

    @Option(names = "--name", paramLabel = "NAME", description = "Overrides metadata.name.")
    Optional<String> name = Optional.empty();

    Import(Desk desk) {
        super(desk);
    }

    @Override
    int run() throws InterruptedException, IOException {
        checkOptions();
        Path given = desk().surroundings().resolve(file);
        Path path = Files.isDirectory(given) ? given.resolve("VMFile") : given;
        Parsed<VmFile> parsed = DocumentReader.vmFile(path, file);
        VmFile vmFile = DocumentReader.valid(parsed);
        DocumentReader.warnings(parsed).forEach(terminal()::say);
        Path disk = diskOf(parsed, vmFile, path);
        try (FileChannel channel = open(parsed, disk)) {
            Optional<String> problem = DiskHeader.problem(channel, vmFile.spec().diskFormat());
            if (problem.isPresent()) {
                throw invalid(parsed, "the disk " + disk + " cannot be used: " + problem.get());
            }
            print(send(metadata(parsed, path, channel.size()), channel));
        } catch (StatusRuntimeException e) {
            throw refused(parsed, e);
        }
        return ExitCode.DONE;
    }

    /** What the daemon cannot use of an import is the file, not how it was asked. */
    private static RuntimeException refused(Parsed<VmFile> parsed, StatusRuntimeException fault) {
        boolean plain = fault.getStatus().getCode() == Status.Code.INVALID_ARGUMENT
                && ProtoDiagnostics.of(fault).isEmpty();
        String said = Optional.ofNullable(fault.getStatus().getDescription()).orElse("");
        return plain ? invalid(parsed, said) : fault;
    }

    private void checkOptions() {
        for (String tag : tags) {
            if (Tag.parse(tag).isEmpty()) {
                throw new UsageFaultException(
                        "\"" + tag + "\" is no tag. Write letters, digits, ., _ and -, such as 1.0.");
            }
        }
        if (name.isPresent() && RepositoryName.parse(name.get()).isEmpty()) {
            throw new UsageFaultException(
                    "\"" + name.get() + "\" is no image name. Write small letters and digits, such as myuser/my-vm.");
        }
    }

    private Path diskOf(Parsed<VmFile> parsed, VmFile vmFile, Path path) {
        return switch (vmFile.spec().diskImage()) {
            case DiskImage.LocalFile(String written) -> {
                Path parent = path.toAbsolutePath().getParent();
                Path expanded = written.startsWith("~") ? desk().surroundings().resolve(written) : Path.of(written);
                yield parent == null ? expanded : parent.resolve(expanded).normalize();
            }
            case DiskImage.Download download ->
                throw invalid(
                        parsed,
                        "a disk at " + download + " is not fetched by this version; download it and name the file");
            case DiskImage.RegistryImage image ->
                throw invalid(
                        parsed,
                        "a disk at " + image + " is not fetched by this version; download it and name the file");
        };
    }

    private static FileChannel open(Parsed<VmFile> parsed, Path disk) throws IOException {
        if (!Files.exists(disk)) {
            throw invalid(parsed, "there is no disk " + disk);
        }
        if (!Files.isRegularFile(disk) || !Files.isReadable(disk)) {
            throw invalid(parsed, "the disk " + disk + " is no file that you can read");
        }
        return FileChannel.open(disk, StandardOpenOption.READ);
    }

    /** A finding at the disk's name. */
    private static InvalidDocumentException invalid(Parsed<VmFile> parsed, String message) {
        String place = parsed.tree()
                .flatMap(root -> value(root, "spec"))
                .flatMap(spec -> value(spec, "diskImage"))
                .map(node -> ":" + node.range().start())
                .orElse("");
        return new InvalidDocumentException(List.of(parsed.source().name() + place + ": error: " + message));
    }

    private static Optional<YamlNode> value(YamlNode node, String key) {
        return node instanceof YamlNode.Mapping mapping
                ? mapping.entry(key).map(YamlNode.Entry::value)
                : Optional.empty();
    }

    /** The daemon cannot see the VMFile's folder: files that it names travel inside it. */
    private ImportImageMetadata metadata(Parsed<VmFile> parsed, Path path, long size) {
        boolean alone = parsed.tree().map(VmFiles::namedFiles).orElse(List.of()).isEmpty();
        String text = alone
                ? parsed.source().text()
                : VmFiles.write(DocumentReader.valid(VmFileInlining.inline(parsed, DocumentReader.folderOf(path))));
        return ImportImageMetadata.newBuilder()
                .setVmfile(text)
                .setVmfileName(file)
                .addAllTags(tags.isEmpty() ? List.of(Tag.LATEST.value()) : tags)
                .setName(name.orElse(""))
                .setDiskSize(size)
                .build();
    }

    private ImportImageResponse send(ImportImageMetadata metadata, FileChannel channel) throws InterruptedException {
        ProgressView progress = desk().progress("importing");
        long total = metadata.getDiskSize();
        progress.at("disk", "sending", 0, total, 0);
        ImportImageResponse response = DiskStream.send(
                desk().daemon().streams(),
                metadata,
                channel,
                sent -> progress.at("disk", sent < total ? "sending" : "storing", sent, total, 0));
        progress.at("disk", "done", total, total, 0);
        return response;
    }

    private void print(ImportImageResponse response) {
        response.getDiagnosticsList().forEach(finding -> terminal().say(ProtoDiagnostics.line(finding)));
        for (String tag : response.getTagsList()) {
            boolean whole = tag.contains(":") || tag.contains("/");
            terminal()
                    .say("Imported " + (whole ? tag : response.getRepository() + ":" + tag) + ", disk "
                            + Wording.size(response.getDiskSize()) + ".");
        }
        terminal().data(response.getDigest());
    }
}
