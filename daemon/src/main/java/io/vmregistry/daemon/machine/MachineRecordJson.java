package io.vmregistry.daemon.machine;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.vmregistry.daemon.hypervisor.MachineId;
import io.vmregistry.daemon.hypervisor.MachineName;
import io.vmregistry.daemon.network.MacAddress;
import io.vmregistry.daemon.network.NetworkName;
import io.vmregistry.daemon.network.Subnet;
import io.vmregistry.spec.machine.Bootloader;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.unit.ByteSize;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Function;

/** A machine's record as JSON: records as objects, value types as the text that people write for them. */
final class MachineRecordJson {

    /** Raised when an older daemon could not read what is written. */
    private static final int FORMAT = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            // A field that a newer daemon added does not make the record unreadable.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .addModule(new Jdk8Module())
            .addModule(values())
            .build();

    private record Envelope(int format, MachineRecord machine) {}

    private MachineRecordJson() {}

    static byte[] write(MachineRecord machine) throws IOException {
        return JSON.writeValueAsBytes(new Envelope(FORMAT, machine));
    }

    /**
     * The record that was written.
     *
     * @throws IOException when it is none, or of a newer format
     */
    static MachineRecord read(byte[] json) throws IOException {
        int format = JSON.readTree(json).path("format").asInt();
        if (format != FORMAT) {
            throw new IOException("a machine's record of format %d was written by another version".formatted(format));
        }
        return JSON.readValue(json, Envelope.class).machine();
    }

    private static SimpleModule values() {
        SimpleModule module = new SimpleModule();
        text(
                module,
                MachineId.class,
                MachineId::toString,
                id -> MachineId.parse(id).orElseThrow());
        text(module, MachineName.class, MachineName::value, MachineName::new);
        text(module, NetworkName.class, NetworkName::value, NetworkName::new);
        text(module, MacAddress.class, MacAddress::value, MacAddress::new);
        text(
                module,
                Digest.class,
                Digest::toString,
                digest -> Digest.parse(digest).orElseThrow());
        text(
                module,
                ImageReference.class,
                ImageReference::toString,
                image -> ImageReference.parse(image).orElseThrow());
        text(
                module,
                Inet4Address.class,
                Inet4Address::getHostAddress,
                address -> Subnet.address(address).orElseThrow());
        text(module, Path.class, Path::toString, Path::of);
        text(module, Instant.class, Instant::toString, Instant::parse);
        text(module, ByteSize.class, size -> Long.toString(size.bytes()), size -> new ByteSize(Long.parseLong(size)));
        text(module, Bootloader.class, MachineRecordJson::bootloader, MachineRecordJson::bootloader);
        return module;
    }

    private static String bootloader(Bootloader bootloader) {
        return switch (bootloader) {
            case Bootloader.Bios() -> "BIOS";
            case Bootloader.Uefi(boolean secureBoot) -> secureBoot ? "UEFI-SECURE-BOOT" : "UEFI";
        };
    }

    private static Bootloader bootloader(String text) {
        return switch (text) {
            case "BIOS" -> new Bootloader.Bios();
            case "UEFI" -> new Bootloader.Uefi(false);
            case "UEFI-SECURE-BOOT" -> new Bootloader.Uefi(true);
            default -> throw new IllegalArgumentException("not a boot loader: " + text);
        };
    }

    private static <T> void text(
            SimpleModule module, Class<T> type, Function<T, String> write, Function<String, T> read) {
        module.addSerializer(type, new JsonSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeString(write.apply(value));
            }
        });
        module.addDeserializer(type, new JsonDeserializer<>() {
            @Override
            public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
                try {
                    return read.apply(json.getText());
                } catch (RuntimeException e) {
                    throw new IOException("not a %s: %s".formatted(type.getSimpleName(), json.getText()), e);
                }
            }
        });
    }
}
