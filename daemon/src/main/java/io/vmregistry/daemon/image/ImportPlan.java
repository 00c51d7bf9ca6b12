package io.vmregistry.daemon.image;

import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.image.ImageConfig;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.unit.ByteSize;
import io.vmregistry.spec.vmfile.VmFile;
import io.vmregistry.spec.vmfile.VmFiles;
import io.vmregistry.spec.yaml.Parsed;
import java.util.ArrayList;
import java.util.List;

/**
 * An import request, understood.
 *
 * @param repository the local one
 * @param targets where the image will be found
 */
record ImportPlan(VmFile vmfile, RepositoryName repository, List<Target> targets, List<Diagnostic> warnings) {

    /** A tag of a repository. */
    record Target(RepositoryName repository, Tag tag) {}

    ImportPlan {
        targets = List.copyOf(targets);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads the VMFile and the names.
     *
     * @throws ImageException.InvalidVmFile when the VMFile has errors
     * @throws ImageException.InvalidRequest when a name or a tag is malformed
     */
    static ImportPlan of(ImportRequest request) {
        Parsed<VmFile> parsed = VmFiles.parse(SourceText.of(request.vmfileName(), request.vmfile()));
        VmFile vmfile = parsed.value()
                .orElseThrow(() -> new ImageException.InvalidVmFile(request.vmfileName(), parsed.diagnostics()));
        RepositoryName repository =
                request.name().map(ImportPlan::name).orElse(vmfile.metadata().name());
        List<Target> targets = new ArrayList<>();
        for (String tag : request.tags()) {
            targets.add(target(repository, tag));
        }
        if (targets.isEmpty()) {
            targets.add(new Target(repository, Tag.LATEST));
        }
        return new ImportPlan(vmfile, repository, targets, parsed.warnings());
    }

    private static RepositoryName name(String text) {
        return RepositoryName.parse(text)
                .orElseThrow(() -> new ImageException.InvalidRequest(
                        "\"%s\" is not an image name. Use lower-case letters, digits and single . _ - between them, like demo/tiny."
                                .formatted(text)));
    }

    private static Target target(RepositoryName repository, String text) {
        if (text.indexOf(':') < 0 && text.indexOf('/') < 0) {
            return new Target(
                    repository,
                    Tag.parse(text)
                            .orElseThrow(() -> new ImageException.InvalidRequest(
                                    "\"%s\" is not a tag. Use letters, digits and . _ - like v1.2.".formatted(text))));
        }
        ImageReference reference = LocalName.parse(text);
        Tag tag = LocalName.tag(reference)
                .orElseThrow(() -> new ImageException.InvalidRequest(
                        "\"%s\" names a digest, which an import cannot choose. Give a tag.".formatted(text)));
        return new Target(LocalName.of(reference), tag);
    }

    /** What the image's configuration will say. */
    ImageConfig config(ByteSize virtualSize) {
        return vmfile.toImageConfig(virtualSize);
    }

    DiskFormat format() {
        return vmfile.spec().diskFormat();
    }

    /** The targets as a user writes them. */
    List<String> tags() {
        return targets.stream()
                .map(target -> target.repository().equals(repository)
                        ? target.tag().value()
                        : LocalName.display(target.repository(), target.tag()))
                .toList();
    }
}
