package io.vmregistry.spec.machine;

import io.vmregistry.spec.yaml.MappingBuilder;
import io.vmregistry.spec.yaml.YamlNode;
import java.util.List;

/** Writes what both formats say in the same words; {@link MachineReader} reads it back. */
public final class MachineWriter {

    private MachineWriter() {}

    public static YamlNode bootloader(Bootloader bootloader) {
        return switch (bootloader) {
            case Bootloader.Bios bios ->
                new MappingBuilder().text("type", "BIOS").done();
            case Bootloader.Uefi(boolean secureBoot) ->
                new MappingBuilder()
                        .text("type", "UEFI")
                        .flag("secureBoot", secureBoot)
                        .done();
        };
    }

    public static YamlNode ssh(SshAccess ssh) {
        MappingBuilder builder = new MappingBuilder();
        ssh.user().ifPresent(user -> builder.text("user", user));
        ssh.privateKey().ifPresent(path -> builder.text("privateKey", path));
        return builder.number("port", ssh.port()).done();
    }

    public static List<YamlNode> provision(List<ProvisionStep> steps) {
        return steps.stream().map(MachineWriter::step).toList();
    }

    private static YamlNode step(ProvisionStep step) {
        MappingBuilder builder = new MappingBuilder();
        return switch (step) {
            case ProvisionStep.Shell(Content script) -> {
                content(builder, script, "inline", "script");
                yield new MappingBuilder().put("shell", builder.done()).done();
            }
            case ProvisionStep.CopyFile(Content source, String destination) -> {
                content(builder, source, "content", "source");
                builder.text("destination", destination);
                yield new MappingBuilder().put("file", builder.done()).done();
            }
        };
    }

    public static void content(MappingBuilder builder, Content content, String inlineKey, String fileKey) {
        switch (content) {
            case Content.Inline(String text) -> builder.text(inlineKey, text);
            case Content.Binary binary -> builder.text("contentBase64", binary.base64());
            case Content.InFile(String path) -> builder.text(fileKey, path);
        }
    }
}
