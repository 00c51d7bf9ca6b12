package io.vmregistry.spec.vmfile;

import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.files.FileCodes;
import io.vmregistry.spec.files.NamedFile;
import io.vmregistry.spec.files.ProjectFolder;
import io.vmregistry.spec.inlining.FileContents;
import io.vmregistry.spec.machine.MachineReader;
import io.vmregistry.spec.schema.Keys;
import io.vmregistry.spec.yaml.Parsed;
import io.vmregistry.spec.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/** Puts the files that a VMFile names into it, so that it can leave its folder. The disk is not among them. */
public final class VmFileInlining {

    private VmFileInlining() {}

    /** The same file without names of files, or the diagnostics of those that cannot be read. */
    public static Parsed<VmFile> inline(Parsed<VmFile> parsed, ProjectFolder folder) {
        if (parsed.value().isEmpty() || parsed.tree().isEmpty()) {
            return parsed;
        }
        YamlNode tree = parsed.tree().get();
        Findings findings = new Findings(parsed.source());
        findings.addAll(parsed.diagnostics());
        List<NamedFile> files = VmFiles.namedFiles(tree);
        FileContents contents = FileContents.read(files, folder, FileCodes.VMFILE, findings);
        contents.requireText(MachineReader.scripts(Keys.of(tree).keys("spec")), FileCodes.VMFILE, findings);
        Optional<VmFile> value =
                findings.hasErrors() ? Optional.empty() : parsed.value().map(file -> inlined(file, contents));
        return new Parsed<>(parsed.source(), parsed.tree(), value, findings.sorted());
    }

    private static VmFile inlined(VmFile file, FileContents contents) {
        VmFile.Spec spec = file.spec();
        return new VmFile(
                file.metadata(),
                new VmFile.Spec(
                        spec.diskImage(),
                        spec.diskFormat(),
                        spec.resources(),
                        spec.ssh(),
                        spec.provision().stream().map(contents::inline).toList()));
    }
}
