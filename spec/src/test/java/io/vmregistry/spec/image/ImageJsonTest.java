package io.vmregistry.spec.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.spec.machine.Bootloader;
import io.vmregistry.spec.machine.Content;
import io.vmregistry.spec.machine.ProvisionStep;
import io.vmregistry.spec.machine.SshAccess;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.unit.ByteSize;
import io.vmregistry.spec.vmfile.VmFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ImageJsonTest {

    private static final Digest DIGEST = Digest.of(new byte[] {1});
    private static final ImageManifest MANIFEST = new ImageManifest(
            MediaTypes.MANIFEST,
            Descriptor.of(MediaTypes.CONFIG, DIGEST, 412),
            List.of(new Descriptor(
                    MediaTypes.DISK,
                    DIGEST,
                    151_453_696,
                    Map.of(MediaTypes.DISK_VIRTUAL_SIZE, "10737418240", MediaTypes.DISK_FORMAT, "qcow2"))),
            Map.of(MediaTypes.CREATED, "2026-01-01T00:00:00Z"));
    private static final ImageConfig CONFIG = new ImageConfig(
            "myuser/my-vm",
            Optional.of("A \"web\" server"),
            Optional.empty(),
            Optional.of("https://example.org"),
            Map.of("os", "debian", "arch", "x86_64"),
            DiskFormat.QCOW2,
            ByteSize.ofGiB(10),
            2,
            ByteSize.ofMiB(1536),
            new Bootloader.Uefi(true),
            Optional.of(new SshAccess(Optional.of("debian"), Optional.empty(), 2222)),
            List.of(
                    new ProvisionStep.Shell(new Content.Inline("apt-get update\n")),
                    new ProvisionStep.Shell(new Content.InFile("./setup.sh")),
                    new ProvisionStep.CopyFile(new Content.Inline(""), "/etc/a"),
                    new ProvisionStep.CopyFile(new Content.Binary(new byte[] {0, (byte) 0xff}), "/etc/b")));

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void manifestsHaveTheDocumentedForm() {
        assertThat(new String(ImageManifests.toJson(MANIFEST), StandardCharsets.UTF_8))
                .isEqualTo("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.vmregistry.manifest.v1+json\","
                        + "\"config\":{\"mediaType\":\"application/vnd.vmregistry.config.v1+json\",\"digest\":\""
                        + DIGEST
                        + "\",\"size\":412},\"layers\":[{\"mediaType\":\"application/vnd.vmregistry.disk.v1\",\"digest\":\""
                        + DIGEST + "\",\"size\":151453696,\"annotations\":{\"io.vmregistry.disk.format\":\"qcow2\","
                        + "\"io.vmregistry.disk.virtual-size\":\"10737418240\"}}],"
                        + "\"annotations\":{\"org.opencontainers.image.created\":\"2026-01-01T00:00:00Z\"}}");
    }

    @Test
    void manifestsRoundTripInBothDialects() {
        for (ImageManifest manifest :
                List.of(MANIFEST, MANIFEST.asOci(), MANIFEST.asOci().asOurs())) {
            assertThat(ImageManifests.parse(ImageManifests.toJson(manifest)).orElseThrow())
                    .isEqualTo(manifest);
        }
        assertThat(MANIFEST.asOci().artifactType()).contains(MediaTypes.IMAGE_ARTIFACT);
        assertThat(MANIFEST.asOci().asOurs()).isEqualTo(MANIFEST);
    }

    @Test
    void readsManifestsOfOthers() {
        String oci = """
                {"schemaVersion": 2,
                 "config": {"mediaType": "application/vnd.oci.empty.v1+json", "digest": "%s", "size": 2, "data": "e30="},
                 "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "digest": "%s", "size": 5, "urls": ["x"]}],
                 "subject": null, "unknown": [1, {"a": 2}]}
                """.formatted(DIGEST, DIGEST);
        ImageManifest manifest = ImageManifests.parse(bytes(oci)).orElseThrow();

        assertThat(manifest.mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
        assertThat(manifest.isOurs()).isFalse();
        assertThat(manifest.layers()).hasSize(1);
    }

    @Test
    void refusesBadManifestsWithAReason() {
        String good = new String(ImageManifests.toJson(MANIFEST), StandardCharsets.UTF_8);
        Map<String, String> bad = Map.ofEntries(
                Map.entry("", "not"),
                Map.entry("[]", "not a JSON object"),
                Map.entry("{", "not JSON"),
                Map.entry(good + "x", "not JSON"),
                Map.entry(good.replace("\"schemaVersion\":2", "\"schemaVersion\":1"), "schemaVersion"),
                Map.entry(good.replace("{\"schemaVersion\":2", "{\"schemaVersion\":2,\"schemaVersion\":2"), "not JSON"),
                Map.entry(good.replace(MediaTypes.MANIFEST, MediaTypes.OCI_INDEX), "mediaType"),
                Map.entry(good.replace("\"size\":412", "\"size\":-1"), "config.size"),
                Map.entry(good.replace("\"size\":412", "\"size\":4.5"), "config.size"),
                Map.entry(good.replace("\"size\":412", "\"size\":99999999999999999999"), "config.size"),
                Map.entry(good.replace("sha256:", "md5:"), "digest"),
                Map.entry(good.replace("\"qcow2\"", "7"), "annotations"),
                Map.entry("{\"a\":" + "[".repeat(5_000), "not JSON"));
        bad.forEach((json, reason) -> assertThat(ImageManifests.parse(bytes(json)))
                .isInstanceOfSatisfying(
                        Decoded.Invalid.class,
                        invalid -> assertThat(invalid.problem()).contains(reason)));
        assertThat(ImageManifests.parse(new byte[ImageManifests.MAX_BYTES + 1]).value())
                .isEmpty();
        assertThatThrownBy(() -> ImageManifests.parse(bytes("{}")).orElseThrow())
                .isInstanceOf(InvalidImageException.class)
                .hasMessageContaining("schemaVersion is missing");
    }

    @Test
    void configurationsRoundTrip() {
        assertThat(ImageConfigs.parse(ImageConfigs.toJson(CONFIG)).orElseThrow())
                .isEqualTo(CONFIG);
        assertThat(ImageConfigs.toJson(CONFIG)).isEqualTo(ImageConfigs.toJson(CONFIG));
        assertThat(new String(ImageConfigs.toJson(CONFIG), StandardCharsets.UTF_8))
                .contains("\"disk\":{\"format\":\"qcow2\",\"virtualSize\":10737418240}")
                .contains("\"memory\":\"1536MiB\"");
    }

    @Test
    void aVmFilesConfigurationSaysWhatTheVmFileSays() throws Exception {
        Path file = Path.of("src/test/resources/vmfile/good/complete.VMFile");
        ImageConfig config = VmFiles.parse(SourceText.of("f", Files.readString(file)))
                .value()
                .orElseThrow()
                .toImageConfig(ByteSize.ofGiB(3));

        assertThat(ImageConfigs.parse(ImageConfigs.toJson(config)).orElseThrow())
                .isEqualTo(config);
        assertThat(config.provision()).hasSize(5);
        assertThat(config.ssh().orElseThrow().user()).contains("debian");
    }

    @Test
    void refusesBadConfigurationsWithAReason() {
        String good = new String(ImageConfigs.toJson(CONFIG), StandardCharsets.UTF_8);
        Map<String, String> bad = Map.of(
                good.replace("\"cpu\":2", "\"cpu\":0"), "spec.resources.cpu",
                good.replace("\"cpu\":2", "\"cpu\":\"2\""), "spec.resources.cpu",
                good.replace("1536MiB", "much"), "spec.resources.memory",
                good.replace("\"UEFI\"", "\"OTHER\""), "bootloader",
                good.replace("\"format\":\"qcow2\"", "\"format\":\"vmdk\""), "disk.format",
                good.replace("\"port\":2222", "\"port\":70000"), "spec.ssh.port",
                good.replace("\"shell\"", "\"shall\""), "spec.provision[0]");
        bad.forEach((json, reason) -> assertThat(ImageConfigs.parse(bytes(json)))
                .isInstanceOfSatisfying(
                        Decoded.Invalid.class,
                        invalid -> assertThat(invalid.problem()).contains(reason)));
    }

    @Property
    void damagedJsonNeverThrows(
            @ForAll @IntRange(max = 2_000) int at, @ForAll byte put, @ForAll @IntRange(max = 20) int cut) {
        for (byte[] good : List.of(ImageManifests.toJson(MANIFEST), ImageConfigs.toJson(CONFIG))) {
            byte[] damaged = good.clone();
            damaged[at % damaged.length] = put;
            byte[] shorter = java.util.Arrays.copyOf(damaged, damaged.length - cut);
            assertThat(ImageManifests.parse(shorter)).isNotNull();
            assertThat(ImageConfigs.parse(shorter)).isNotNull();
        }
    }
}
