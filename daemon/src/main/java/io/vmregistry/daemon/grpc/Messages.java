package io.vmregistry.daemon.grpc;

import io.vmregistry.client.credential.RegistryLogin;
import io.vmregistry.client.credential.Secret;
import io.vmregistry.client.transfer.TransferProgress;
import io.vmregistry.daemon.health.Health;
import io.vmregistry.daemon.image.LocalImage;
import io.vmregistry.proto.v1.ComponentHealth;
import io.vmregistry.proto.v1.Diagnostic;
import io.vmregistry.proto.v1.VMBootloader;
import io.vmregistry.proto.v1.VMFile;
import io.vmregistry.proto.v1.VMMetadata;
import io.vmregistry.proto.v1.VMResources;
import io.vmregistry.proto.v1.VMSpec;
import io.vmregistry.spec.diagnostic.Severity;
import io.vmregistry.spec.image.Descriptor;
import io.vmregistry.spec.image.MediaTypes;
import io.vmregistry.spec.machine.Bootloader;
import io.vmregistry.spec.reference.Tag;
import io.vmregistry.spec.vmfile.VmFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of the domains as messages of the protocol. An empty text stands for what is not there. */
final class Messages {

    private Messages() {}

    static Optional<String> text(String field) {
        return field.isEmpty() ? Optional.empty() : Optional.of(field);
    }

    static List<Diagnostic> diagnostics(List<io.vmregistry.spec.diagnostic.Diagnostic> found) {
        return found.stream().map(Messages::diagnostic).toList();
    }

    static Diagnostic diagnostic(io.vmregistry.spec.diagnostic.Diagnostic found) {
        return Diagnostic.newBuilder()
                .setCode(found.code().id())
                .setSeverity(
                        switch (found.severity()) {
                            case Severity.ERROR -> Diagnostic.Severity.SEVERITY_ERROR;
                            case Severity.WARNING -> Diagnostic.Severity.SEVERITY_WARNING;
                        })
                .setFile(found.file())
                .setStartLine(found.range().start().line())
                .setStartColumn(found.range().start().column())
                .setEndLine(found.range().end().line())
                .setEndColumn(found.range().end().column())
                .setMessage(found.message())
                .setHint(found.hint().orElse(""))
                .build();
    }

    static VMFile vmfile(VmFile file) {
        VmFile.Metadata metadata = file.metadata();
        VmFile.Resources resources = file.spec().resources();
        return VMFile.newBuilder()
                .setApiVersion("vmregistry.io/v1alpha1")
                .setMetadata(VMMetadata.newBuilder()
                        .setName(metadata.name().value())
                        .setDescription(metadata.description().orElse(""))
                        .setAuthor(metadata.author().orElse(""))
                        .setSource(metadata.source().orElse(""))
                        .putAllLabels(metadata.labels()))
                .setSpec(VMSpec.newBuilder()
                        .setDiskImage(file.spec().diskImage().toString())
                        .setDiskFormat(file.spec().diskFormat().label())
                        .setResources(VMResources.newBuilder()
                                .setCpu(resources.cpu())
                                .setMemory(resources.memory().toString())
                                .setBootloader(bootloader(resources.bootloader()))))
                .build();
    }

    private static VMBootloader bootloader(Bootloader bootloader) {
        return switch (bootloader) {
            case Bootloader.Bios() -> VMBootloader.newBuilder().setType("BIOS").build();
            case Bootloader.Uefi(boolean secureBoot) ->
                VMBootloader.newBuilder()
                        .setType("UEFI")
                        .setSecureBoot(secureBoot)
                        .build();
        };
    }

    static io.vmregistry.proto.v1.LocalImage image(LocalImage image) {
        Map<String, String> disk = image.manifest().layers().stream()
                .findFirst()
                .map(Descriptor::annotations)
                .orElse(Map.of());
        return io.vmregistry.proto.v1.LocalImage.newBuilder()
                .setRepository(image.displayRepository())
                .setTag(image.tag().map(Tag::value).orElse(""))
                .setDigest(image.digest().toString())
                .setSize(image.manifest().totalSize())
                .setVirtualSize(number(disk.getOrDefault(MediaTypes.DISK_VIRTUAL_SIZE, "")))
                .setDiskFormat(disk.getOrDefault(MediaTypes.DISK_FORMAT, ""))
                .setCreated(image.manifest().annotations().getOrDefault(MediaTypes.CREATED, ""))
                .setDescription(image.description().orElse(""))
                .build();
    }

    /** An annotation is somebody else's text. */
    private static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    static io.vmregistry.proto.v1.TransferProgress progress(TransferProgress progress) {
        return io.vmregistry.proto.v1.TransferProgress.newBuilder()
                .setItem(progress.item())
                .setPhase(
                        switch (progress.phase()) {
                            case RESOLVING -> io.vmregistry.proto.v1.TransferProgress.Phase.PHASE_RESOLVING;
                            case SKIPPED -> io.vmregistry.proto.v1.TransferProgress.Phase.PHASE_SKIPPED;
                            case TRANSFERRING -> io.vmregistry.proto.v1.TransferProgress.Phase.PHASE_TRANSFERRING;
                            case VERIFYING -> io.vmregistry.proto.v1.TransferProgress.Phase.PHASE_VERIFYING;
                            case DONE -> io.vmregistry.proto.v1.TransferProgress.Phase.PHASE_DONE;
                        })
                .setBytes(progress.bytes())
                .setTotalBytes(progress.total())
                .setResumedBytes(progress.resumed())
                .build();
    }

    static ComponentHealth health(Health health) {
        return ComponentHealth.newBuilder()
                .setState(
                        switch (health.state()) {
                            case OK -> ComponentHealth.State.STATE_OK;
                            case UNREACHABLE -> ComponentHealth.State.STATE_UNREACHABLE;
                            case NOT_CONFIGURED -> ComponentHealth.State.STATE_NOT_CONFIGURED;
                        })
                .setMessage(health.message())
                .setUrl(health.url())
                .setVersion(health.version())
                .build();
    }

    /** Logins as the caller sent them; one that is for no registry, or without a secret, is none. */
    static List<RegistryLogin> logins(List<io.vmregistry.proto.v1.RegistryLogin> sent) {
        return sent.stream().flatMap(login -> login(login).stream()).toList();
    }

    private static Optional<RegistryLogin> login(io.vmregistry.proto.v1.RegistryLogin sent) {
        if (sent.getHost().isBlank()) {
            return Optional.empty();
        }
        return text(sent.getIdentityToken())
                .map(Secret::of)
                .<RegistryLogin>map(token -> new RegistryLogin.WithIdentityToken(sent.getHost(), token))
                .or(() -> text(sent.getPassword())
                        .map(Secret::of)
                        .map(password -> new RegistryLogin.WithPassword(sent.getHost(), sent.getUsername(), password)));
    }
}
