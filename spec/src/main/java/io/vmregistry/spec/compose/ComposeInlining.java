package io.vmregistry.spec.compose;

import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.files.FileCodes;
import io.vmregistry.spec.files.ProjectFolder;
import io.vmregistry.spec.inlining.FileContents;
import io.vmregistry.spec.yaml.Parsed;
import io.vmregistry.spec.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Puts the files that a compose file names into it, so that it can leave its folder. */
public final class ComposeInlining {

    private ComposeInlining() {}

    /**
     * The same file without names of files, or the diagnostics of those that cannot be read. What is sent to a daemon is
     * {@link ComposeFiles#write} of its value.
     */
    public static Parsed<ComposeFile> inline(Parsed<ComposeFile> parsed, ProjectFolder folder) {
        if (parsed.value().isEmpty() || parsed.tree().isEmpty()) {
            return parsed;
        }
        YamlNode tree = parsed.tree().get();
        Findings findings = new Findings(parsed.source());
        findings.addAll(parsed.diagnostics());
        FileContents contents = FileContents.read(ComposeFiles.namedFiles(tree), folder, FileCodes.VMCOMPOSE, findings);
        contents.requireText(ComposeFiles.textFiles(tree), FileCodes.VMCOMPOSE, findings);
        Optional<ComposeFile> value =
                findings.hasErrors() ? Optional.empty() : parsed.value().map(file -> inlined(file, contents));
        return new Parsed<>(parsed.source(), parsed.tree(), value, findings.sorted());
    }

    private static ComposeFile inlined(ComposeFile file, FileContents contents) {
        Map<ServiceName, Service> services = new LinkedHashMap<>();
        file.services().forEach((name, service) -> services.put(name, inlined(service, contents)));
        return new ComposeFile(file.name(), file.networks(), file.volumes(), services);
    }

    private static Service inlined(Service service, FileContents contents) {
        return new Service(
                service.name(),
                service.image(),
                service.diskSize(),
                service.resources(),
                service.networks(),
                service.volumes(),
                new Service.CloudInit(
                        service.cloudInit().userData().map(contents::inline),
                        service.cloudInit().metaData().map(contents::inline),
                        service.cloudInit().networkConfig().map(contents::inline)),
                service.healthcheck(),
                service.restartPolicy(),
                service.labels(),
                service.replicas(),
                service.dependsOn(),
                service.ports(),
                service.profiles(),
                service.ssh(),
                service.provision().stream().map(contents::inline).toList());
    }
}
