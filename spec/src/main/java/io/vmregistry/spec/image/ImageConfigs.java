package io.vmregistry.spec.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmregistry.spec.machine.Bootloader;
import io.vmregistry.spec.machine.Content;
import io.vmregistry.spec.machine.ProvisionStep;
import io.vmregistry.spec.machine.SshAccess;
import io.vmregistry.spec.unit.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The configuration's blob: the VMFile's content as JSON in the VMFile's own words, and {@code disk} with the format and the
 * virtual size in bytes. Fields that are not known are ignored, so that newer images stay readable.
 */
public final class ImageConfigs {

    /** Largest configuration that is read, in bytes. */
    public static final int MAX_BYTES = 8 << 20;

    private static final String API_VERSION = "vmregistry.io/v1alpha1";
    private static final int MAX_LABELS = 1_000;
    private static final int MAX_STEPS = 1_000;
    private static final int MAX_CPU = 1_024;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ImageConfigs() {}

    /** Never throws. */
    public static Decoded<ImageConfig> parse(byte[] json) {
        try {
            return new Decoded.Valid<>(read(JsonFields.of(JsonText.read(json, MAX_BYTES), "")));
        } catch (MalformedJsonException e) {
            return new Decoded.Invalid<>("the image's configuration cannot be used: " + e.problem());
        }
    }

    private static ImageConfig read(JsonFields config) throws MalformedJsonException {
        JsonFields metadata = config.object("metadata");
        JsonFields spec = config.object("spec");
        JsonFields resources = spec.object("resources");
        JsonFields disk = config.object("disk");
        return new ImageConfig(
                metadata.text("name"),
                metadata.optionalText("description"),
                metadata.optionalText("author"),
                metadata.optionalText("source"),
                metadata.texts("labels", MAX_LABELS),
                disk.parsed("format", DiskFormat::parse, "a disk format"),
                new ByteSize(disk.number("virtualSize", 0, Long.MAX_VALUE)),
                (int) resources.number("cpu", 1, MAX_CPU),
                resources.parsed("memory", ByteSize::parseMemory, "a size of memory"),
                bootloader(resources),
                ssh(spec),
                provision(spec));
    }

    private static Bootloader bootloader(JsonFields resources) throws MalformedJsonException {
        Optional<JsonFields> bootloader = resources.optionalObject("bootloader");
        if (bootloader.isEmpty()) {
            return new Bootloader.Bios();
        }
        String type = bootloader.get().text("type");
        return switch (type) {
            case "BIOS" -> new Bootloader.Bios();
            case "UEFI" -> new Bootloader.Uefi(bootloader.get().flag("secureBoot", false));
            default -> throw new MalformedJsonException("its bootloader is neither BIOS nor UEFI");
        };
    }

    private static Optional<SshAccess> ssh(JsonFields spec) throws MalformedJsonException {
        Optional<JsonFields> ssh = spec.optionalObject("ssh");
        if (ssh.isEmpty()) {
            return Optional.empty();
        }
        int port = ssh.get().has("port") ? (int) ssh.get().number("port", 1, 65_535) : SshAccess.DEFAULT_PORT;
        return Optional.of(
                new SshAccess(ssh.get().optionalText("user"), ssh.get().optionalText("privateKey"), port));
    }

    private static List<ProvisionStep> provision(JsonFields spec) throws MalformedJsonException {
        List<ProvisionStep> steps = new ArrayList<>();
        for (JsonNode node : spec.list("provision", MAX_STEPS)) {
            JsonFields step = JsonFields.of(node, spec.path("provision[" + steps.size() + "]"));
            steps.add(step.has("shell") ? shell(step.object("shell")) : copyFile(step.object("file")));
        }
        return steps;
    }

    private static ProvisionStep shell(JsonFields shell) throws MalformedJsonException {
        return new ProvisionStep.Shell(
                shell.has("script")
                        ? new Content.InFile(shell.text("script"))
                        : new Content.Inline(shell.text("inline")));
    }

    private static ProvisionStep copyFile(JsonFields file) throws MalformedJsonException {
        Content content;
        if (file.has("content")) {
            content = new Content.Inline(file.text("content"));
        } else if (file.has("contentBase64")) {
            content = file.parsed("contentBase64", Content.Binary::parse, "Base64");
        } else {
            content = new Content.InFile(file.text("source"));
        }
        return new ProvisionStep.CopyFile(content, file.text("destination"));
    }

    /** The blob's bytes; equal configurations give equal bytes. */
    public static byte[] toJson(ImageConfig config) {
        ObjectNode json = JSON.objectNode();
        json.put("apiVersion", API_VERSION);
        json.put("kind", "VMFile");
        ObjectNode metadata = json.putObject("metadata");
        metadata.put("name", config.name());
        config.description().ifPresent(text -> metadata.put("description", text));
        config.author().ifPresent(text -> metadata.put("author", text));
        config.source().ifPresent(text -> metadata.put("source", text));
        if (!config.labels().isEmpty()) {
            ObjectNode labels = metadata.putObject("labels");
            new TreeMap<>(config.labels()).forEach(labels::put);
        }
        json.set("spec", spec(config));
        ObjectNode disk = json.putObject("disk");
        disk.put("format", config.diskFormat().label());
        disk.put("virtualSize", config.virtualSize().bytes());
        return JsonText.write(json);
    }

    private static ObjectNode spec(ImageConfig config) {
        ObjectNode spec = JSON.objectNode();
        spec.put("diskFormat", config.diskFormat().label());
        ObjectNode resources = spec.putObject("resources");
        resources.put("cpu", config.cpu());
        resources.put("memory", config.memory().toString());
        ObjectNode bootloader = resources.putObject("bootloader");
        switch (config.bootloader()) {
            case Bootloader.Bios bios -> bootloader.put("type", "BIOS");
            case Bootloader.Uefi(boolean secureBoot) ->
                bootloader.put("type", "UEFI").put("secureBoot", secureBoot);
        }
        config.ssh().ifPresent(ssh -> {
            ObjectNode node = spec.putObject("ssh");
            ssh.user().ifPresent(user -> node.put("user", user));
            ssh.privateKey().ifPresent(path -> node.put("privateKey", path));
            node.put("port", ssh.port());
        });
        if (!config.provision().isEmpty()) {
            var steps = spec.putArray("provision");
            config.provision().forEach(step -> steps.add(toJson(step)));
        }
        return spec;
    }

    private static ObjectNode toJson(ProvisionStep step) {
        ObjectNode json = JSON.objectNode();
        switch (step) {
            case ProvisionStep.Shell(Content script) -> put(json.putObject("shell"), script, "inline", "script");
            case ProvisionStep.CopyFile(Content source, String destination) -> {
                ObjectNode file = json.putObject("file");
                put(file, source, "content", "source");
                file.put("destination", destination);
            }
        }
        return json;
    }

    private static void put(ObjectNode json, Content content, String inlineKey, String fileKey) {
        switch (content) {
            case Content.Inline(String text) -> json.put(inlineKey, text);
            case Content.Binary binary -> json.put("contentBase64", binary.base64());
            case Content.InFile(String path) -> json.put(fileKey, path);
        }
    }
}
