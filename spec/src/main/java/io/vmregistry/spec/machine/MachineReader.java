package io.vmregistry.spec.machine;

import io.vmregistry.spec.files.NamedFile;
import io.vmregistry.spec.schema.Keys;
import io.vmregistry.spec.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads from a valid tree what both formats say in the same words. */
public final class MachineReader {

    private MachineReader() {}

    /** The bootloader under {@code bootloader}; empty when the document says nothing. */
    public static Optional<Bootloader> bootloader(Keys resources) {
        Keys keys = resources.keys("bootloader");
        return keys.text("type")
                .map(type ->
                        type.equals("UEFI") ? new Bootloader.Uefi(keys.flag("secureBoot")) : new Bootloader.Bios());
    }

    /** Where secure boot is asked of a BIOS. */
    public static Optional<YamlNode> secureBootOfBios(Keys resources) {
        Keys keys = resources.keys("bootloader");
        boolean wrong = keys.flag("secureBoot")
                && keys.text("type").filter("BIOS"::equals).isPresent();
        return wrong ? keys.node("secureBoot") : Optional.empty();
    }

    /** What stands under {@code ssh}; empty when the document says nothing. */
    public static Optional<SshAccess> ssh(Keys owner) {
        if (!owner.has("ssh")) {
            return Optional.empty();
        }
        Keys keys = owner.keys("ssh");
        return Optional.of(new SshAccess(
                keys.text("user"), keys.text("privateKey"), keys.number("port").orElse(SshAccess.DEFAULT_PORT)));
    }

    /** The steps under {@code provision}. */
    public static List<ProvisionStep> provision(Keys owner) {
        return owner.items("provision").stream()
                .map(Keys::of)
                .map(MachineReader::step)
                .toList();
    }

    private static ProvisionStep step(Keys step) {
        Keys shell = step.keys("shell");
        if (step.has("shell")) {
            return new ProvisionStep.Shell(content(shell, "inline", "script"));
        }
        Keys file = step.keys("file");
        return new ProvisionStep.CopyFile(
                content(file, "content", "source"), file.text("destination").orElseThrow());
    }

    /** Text under one key or a path under another; Base64 under its own. */
    public static Content content(Keys keys, String inlineKey, String fileKey) {
        Optional<Content> inline = keys.text(inlineKey).map(Content.Inline::new);
        Optional<Content> binary =
                keys.value("contentBase64", Content.Binary::parse).map(found -> found);
        return inline.or(() -> binary)
                .orElseGet(() -> new Content.InFile(keys.text(fileKey).orElseThrow()));
    }

    /** The scripts that the steps under {@code provision} name. */
    public static List<NamedFile> scripts(Keys owner) {
        return named(owner, "shell", "script");
    }

    /** The files to copy that the steps under {@code provision} name. */
    public static List<NamedFile> sources(Keys owner) {
        return named(owner, "file", "source");
    }

    private static List<NamedFile> named(Keys owner, String step, String key) {
        List<NamedFile> files = new ArrayList<>();
        for (YamlNode item : owner.items("provision")) {
            file(Keys.of(item).keys(step), key).ifPresent(files::add);
        }
        return files;
    }

    /** The file that a key names. */
    public static Optional<NamedFile> file(Keys keys, String key) {
        return keys.scalar(key)
                .filter(scalar -> !scalar.text().isBlank())
                .map(scalar -> new NamedFile(scalar.text(), scalar.range()));
    }
}
