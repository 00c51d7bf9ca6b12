package io.vmregistry.spec.compose;

import io.vmregistry.spec.cloudinit.CloudConfigCheck;
import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.files.FileLookup;
import io.vmregistry.spec.files.NamedFile;
import io.vmregistry.spec.machine.MachineReader;
import io.vmregistry.spec.schema.DocumentKind;
import io.vmregistry.spec.schema.Keys;
import io.vmregistry.spec.schema.Schema;
import io.vmregistry.spec.schema.StructureCheck;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.yaml.Checked;
import io.vmregistry.spec.yaml.Parsed;
import io.vmregistry.spec.yaml.YamlDocument;
import io.vmregistry.spec.yaml.YamlLimits;
import io.vmregistry.spec.yaml.YamlMemory;
import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlReader;
import io.vmregistry.spec.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and writes VMCompose files. Reading never throws. */
public final class ComposeFiles {

    private ComposeFiles() {}

    /** Without a look at the files that the document names. */
    public static Parsed<ComposeFile> parse(SourceText source) {
        return parse(source, FileLookup.unavailable());
    }

    /** With a look at the files that the document names. */
    public static Parsed<ComposeFile> parse(SourceText source, FileLookup files) {
        Checked checked = check(source, files);
        Optional<ComposeFile> value =
                checked.hasErrors() ? Optional.empty() : checked.tree().map(ComposeReader::read);
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
        document.root().ifPresent(root -> {
            StructureCheck.check(root, Schema.of(DocumentKind.VMCOMPOSE), document.whole(), findings, memory);
            ComposeCheck.check(root, document.whole(), files, findings);
            checkUserData(root, source, findings, memory);
        });
        return new Checked(source, document.root(), document.whole(), findings.sorted());
    }

    private static void checkUserData(YamlNode root, SourceText source, Findings findings, YamlMemory memory) {
        for (Entry service : Keys.of(root).entries("services")) {
            Optional<YamlNode> userData =
                    Keys.of(service.value()).keys("cloudInit").node("userData");
            userData.ifPresent(node -> findings.addAll(memory.verdict(service, "cloud-config", true, () -> {
                Findings found = new Findings(source);
                CloudConfigCheck.check(source, node, found);
                return found.sorted();
            })));
        }
    }

    /** Every file that the document names, in the order of the text. */
    public static List<NamedFile> namedFiles(YamlNode tree) {
        List<NamedFile> files = new ArrayList<>(textFiles(tree));
        for (Entry service : Keys.of(tree).entries("services")) {
            files.addAll(MachineReader.sources(Keys.of(service.value())));
        }
        return List.copyOf(files);
    }

    /** Those of {@link #namedFiles} that must be text: cloud-init data and scripts. */
    static List<NamedFile> textFiles(YamlNode tree) {
        List<NamedFile> files = new ArrayList<>();
        for (Entry service : Keys.of(tree).entries("services")) {
            Keys keys = Keys.of(service.value());
            Keys cloudInit = keys.keys("cloudInit");
            MachineReader.file(cloudInit, "userDataFile").ifPresent(files::add);
            MachineReader.file(cloudInit, "metaDataFile").ifPresent(files::add);
            MachineReader.file(cloudInit, "networkConfigFile").ifPresent(files::add);
            files.addAll(MachineReader.scripts(keys));
        }
        return files;
    }

    /** The canonical document: {@link #parse} gives back an equal file. */
    public static String write(ComposeFile file) {
        return YamlWriter.write(ComposeWriter.tree(file));
    }
}
