package io.vmregistry.spec.vmfile;

import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.files.FileCodes;
import io.vmregistry.spec.files.FileLookup;
import io.vmregistry.spec.files.NamedFile;
import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.machine.Bootloader;
import io.vmregistry.spec.machine.MachineReader;
import io.vmregistry.spec.machine.MachineWriter;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.schema.DocumentKind;
import io.vmregistry.spec.schema.Keys;
import io.vmregistry.spec.schema.Schema;
import io.vmregistry.spec.schema.StructureCheck;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.unit.ByteSize;
import io.vmregistry.spec.yaml.Checked;
import io.vmregistry.spec.yaml.MappingBuilder;
import io.vmregistry.spec.yaml.Parsed;
import io.vmregistry.spec.yaml.YamlDocument;
import io.vmregistry.spec.yaml.YamlLimits;
import io.vmregistry.spec.yaml.YamlMemory;
import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlReader;
import io.vmregistry.spec.yaml.YamlWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads and writes VMFiles. Reading never throws. */
public final class VmFiles {

    private static final String API_VERSION = "vmregistry.io/v1alpha1";

    private VmFiles() {}

    /** Without a look at the files that the VMFile names. */
    public static Parsed<VmFile> parse(SourceText source) {
        return parse(source, FileLookup.unavailable());
    }

    /** {@code files} is asked for provision scripts and sources; the disk is its importer's concern. */
    public static Parsed<VmFile> parse(SourceText source, FileLookup files) {
        Checked checked = check(source, files);
        Optional<VmFile> value =
                checked.hasErrors() ? Optional.empty() : checked.tree().map(root -> read(Keys.of(root)));
        return new Parsed<>(source, checked.tree(), value, checked.diagnostics());
    }

    /** All that {@link #parse} says of the text, without making the model of it. */
    public static Checked check(SourceText source, FileLookup files) {
        return check(source, files, new YamlMemory());
    }

    /** As the other; what the text has in common with the one that {@code memory} has seen before is not read again. */
    public static Checked check(SourceText source, FileLookup files, YamlMemory memory) {
        YamlDocument document = YamlReader.read(source, YamlLimits.DEFAULT, memory);
        Findings findings = new Findings(source);
        findings.addAll(document.diagnostics());
        document.root().ifPresent(root -> check(root, document.whole(), files, findings));
        return new Checked(source, document.root(), document.whole(), findings.sorted());
    }

    /** Every file beside the disk that the VMFile names. */
    public static List<NamedFile> namedFiles(YamlNode tree) {
        Keys spec = Keys.of(tree).keys("spec");
        return Stream.concat(MachineReader.scripts(spec).stream(), MachineReader.sources(spec).stream())
                .toList();
    }

    private static void check(YamlNode root, boolean whole, FileLookup files, Findings findings) {
        StructureCheck.check(root, Schema.of(DocumentKind.VMFILE), whole, findings);
        MachineReader.secureBootOfBios(Keys.of(root).keys("spec").keys("resources"))
                .ifPresent(node -> findings.add(
                        Code.VMFILE_SECURE_BOOT,
                        node.range(),
                        "secureBoot needs UEFI, the type is BIOS",
                        "write type: UEFI, or remove secureBoot"));
        FileCodes.VMFILE.check(namedFiles(root), files, findings);
    }

    private static VmFile read(Keys root) {
        Keys metadata = root.keys("metadata");
        Keys spec = root.keys("spec");
        Keys resources = spec.keys("resources");
        return new VmFile(
                new VmFile.Metadata(
                        metadata.value("name", RepositoryName::parse).orElseThrow(),
                        metadata.text("description"),
                        metadata.text("author"),
                        metadata.text("source"),
                        metadata.texts("labels")),
                new VmFile.Spec(
                        spec.value("diskImage", DiskImage::parse).orElseThrow(),
                        spec.value("diskFormat", DiskFormat::parse).orElseThrow(),
                        new VmFile.Resources(
                                resources.number("cpu").orElseThrow(),
                                resources.value("memory", ByteSize::parseMemory).orElseThrow(),
                                MachineReader.bootloader(resources).orElse(new Bootloader.Bios())),
                        MachineReader.ssh(spec),
                        MachineReader.provision(spec)));
    }

    /** The canonical document: {@link #parse} gives back an equal VMFile. */
    public static String write(VmFile file) {
        VmFile.Resources resources = file.spec().resources();
        MappingBuilder spec = new MappingBuilder()
                .text("diskImage", file.spec().diskImage())
                .text("diskFormat", file.spec().diskFormat().label())
                .put(
                        "resources",
                        new MappingBuilder()
                                .number("cpu", resources.cpu())
                                .text("memory", resources.memory())
                                .put("bootloader", MachineWriter.bootloader(resources.bootloader()))
                                .done());
        file.spec().ssh().ifPresent(ssh -> spec.put("ssh", MachineWriter.ssh(ssh)));
        spec.items("provision", MachineWriter.provision(file.spec().provision()));
        return YamlWriter.write(new MappingBuilder()
                .text("apiVersion", API_VERSION)
                .text("kind", DocumentKind.VMFILE.label())
                .put("metadata", metadata(file.metadata()))
                .put("spec", spec.done())
                .done());
    }

    private static YamlNode metadata(VmFile.Metadata metadata) {
        MappingBuilder builder = new MappingBuilder().text("name", metadata.name());
        metadata.description().ifPresent(text -> builder.text("description", text));
        metadata.author().ifPresent(text -> builder.text("author", text));
        metadata.source().ifPresent(text -> builder.text("source", text));
        return builder.texts("labels", metadata.labels()).done();
    }
}
