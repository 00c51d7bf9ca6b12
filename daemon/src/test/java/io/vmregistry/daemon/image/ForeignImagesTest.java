package io.vmregistry.daemon.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.transfer.ImagePull;
import io.vmregistry.client.transfer.TransferListener;
import io.vmregistry.daemon.image.FixedRegistry.Layer;
import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that were made by others: their disks arrive bit for bit, and nothing else stays. */
@Timeout(60)
class ForeignImagesTest {

    private static final String CONTAINER = "application/vnd.oci.image.config.v1+json";
    private static final String TAR = "application/vnd.oci.image.layer.v1.tar";
    private static final String VIRTER = "application/vnd.com.linbit.virter.layer.v1.qcow2.gzip";

    @TempDir
    Path folder;

    private final byte[] qcow2 = Disks.qcow2(3, 1 << 20, 1);
    private final byte[] raw = Disks.raw(100_000, 2);
    private FixedRegistry registry;
    private ImageFixture images;

    @BeforeEach
    void start() throws IOException {
        registry = new FixedRegistry();
        images = new ImageFixture(folder);
    }

    @AfterEach
    void stop() {
        images.close();
        registry.close();
    }

    @Test
    void takesTheDiskOutOfAContainerDisk() throws IOException {
        registry.image("1", CONTAINER, List.of(layer(TAR, tar("disk/image.qcow2", qcow2))));
        registry.image("2", CONTAINER, List.of(layer(TAR + "+gzip", gzip(tar("./disk/image.img", raw)))));

        pull("1");
        pull("2");

        assertDisk("1", DiskFormat.QCOW2, qcow2);
        assertDisk("2", DiskFormat.RAW, raw);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "pax", "ustar"})
    void readsWhatTarWritesInEachOfItsFormats(String format) throws IOException {
        String name = "disk/" + "n".repeat(format.equals("ustar") ? 80 : 150) + ".img";
        registry.image("1", CONTAINER, List.of(layer(TAR, tar(name, raw, format))));

        pull("1");

        assertDisk("1", DiskFormat.RAW, raw);
    }

    @Test
    void takesALayerThatIsTheDisk() throws IOException {
        registry.image("1", "application/vnd.oci.empty.v1+json", List.of(layer("application/x-qemu-disk", qcow2)));
        registry.image("2", VIRTER, List.of(layer(VIRTER, gzip(qcow2))));

        pull("1");
        pull("2");

        assertDisk("1", DiskFormat.QCOW2, qcow2);
        assertDisk("2", DiskFormat.QCOW2, qcow2);
    }

    @Test
    void takesTheOneLayerThatIsNamedLikeADisk() throws IOException {
        registry.image(
                "1",
                "application/vnd.oci.empty.v1+json",
                List.of(
                        new Layer("text/plain", new byte[200_000], Map.of("org.opencontainers.image.title", "README")),
                        new Layer("application/x", raw, Map.of("org.opencontainers.image.title", "web.RAW"))));

        pull("1");

        assertDisk("1", DiskFormat.RAW, raw);
    }

    @Test
    void keepsNothingButTheDiskAndItsConfiguration() throws IOException {
        registry.image("1", CONTAINER, List.of(layer(TAR, tar("disk/image.qcow2", qcow2))));

        pull("1");

        assertThat(images.blobFiles()).hasSize(2);
        int before = registry.requests.size();
        assertThat(pull("1").upToDate()).isTrue();
        assertThat(registry.requests.subList(before, registry.requests.size()))
                .allMatch(line -> line.contains("/manifests/"));
    }

    @Test
    void isFoundByTheDigestThatItHasAtItsRegistry() throws IOException {
        Digest digest = registry.image("1", CONTAINER, List.of(layer(TAR, tar("disk/image.qcow2", qcow2))));

        pullReference(registry.host() + "/others/disk@" + digest);

        assertThat(resolve(registry.host() + "/others/disk@" + digest).config().diskFormat())
                .isEqualTo(DiskFormat.QCOW2);
    }

    @Test
    void anIndexIsReadForThisKindOfMachine() throws IOException {
        Digest other = registry.image("arm", CONTAINER, List.of(layer(TAR, tar("disk/arm.img", raw))));
        Digest ours = registry.image("amd", CONTAINER, List.of(layer(TAR, tar("disk/amd.qcow2", qcow2))));
        registry.index("1", Map.of("arm64", other, "amd64", ours));
        registry.index("2", Map.of("arm64", other));

        pull("1");

        assertDisk("1", DiskFormat.QCOW2, qcow2);
        assertThatThrownBy(() -> pull("2"))
                .isInstanceOf(ClientException.Incomprehensible.class)
                .hasMessageContaining("no image for linux/amd64");
    }

    @Test
    void aContainerThatIsNoDiskIsRefusedAndLeavesNothing() throws IOException {
        registry.image("1", CONTAINER, List.of(layer(TAR, tar("etc/passwd", "root".getBytes(UTF_8)))));

        assertThatThrownBy(() -> pull("1"))
                .isInstanceOf(ImageException.UnusableImage.class)
                .hasMessageContaining("no file in /disk");
        assertThat(images.blobFiles()).isEmpty();
        assertThat(images.store.images().list()).isEmpty();
    }

    @Test
    void aDiskThatStandsOnAnotherIsRefusedAndLeavesNothing() throws IOException {
        registry.image("1", CONTAINER, List.of(layer(TAR, tar("disk/a.qcow2", overlay()))));
        registry.image("2", CONTAINER, List.of(layer("application/x", overlay())));

        assertThatThrownBy(() -> pull("1"))
                .isInstanceOf(ImageException.InvalidDisk.class)
                .hasMessageContaining("overlay");
        assertThatThrownBy(() -> pull("2"))
                .isInstanceOf(ImageException.InvalidDisk.class)
                .hasMessageContaining("overlay");
        assertThat(images.blobFiles()).isEmpty();
    }

    @Test
    void anArchiveThatEndsEarlyIsRefusedAndLeavesNothing() throws IOException {
        byte[] whole = tar("disk/image.raw", raw);
        registry.image("1", CONTAINER, List.of(layer(TAR, Arrays.copyOf(whole, 50_000))));
        registry.image("2", CONTAINER, List.of(layer(TAR, Arrays.copyOf(gzip(whole), 3_000))));

        assertThatThrownBy(() -> pull("1")).isInstanceOf(ImageException.UnusableImage.class);
        assertThatThrownBy(() -> pull("2")).isInstanceOf(ImageException.UnusableImage.class);
        assertThat(images.blobFiles()).isEmpty();
    }

    @Test
    void anImageOfSeveralOverlaysIsRefusedBeforeAnythingIsPulled() {
        registry.image("1", VIRTER, List.of(layer(VIRTER, qcow2), layer(VIRTER, raw)));

        assertThatThrownBy(() -> pull("1"))
                .isInstanceOf(ImageException.UnusableImage.class)
                .hasMessageContaining("2 qcow2 layers");
        assertThat(registry.requests).noneMatch(line -> line.contains("/blobs/"));
    }

    private ImagePull.PulledImage pull(String tag) {
        return pullReference(registry.host() + "/others/disk:" + tag);
    }

    private ImagePull.PulledImage pullReference(String image) {
        return images.store
                .transfers()
                .pull(
                        new TransferRequest(image, Optional.empty(), Optional.empty(), List.of(), "uid-1"),
                        TransferListener.silent());
    }

    private ResolvedImage resolve(String image) {
        return images.store
                .images()
                .resolve(ImageReference.parse(image).orElseThrow())
                .orElseThrow();
    }

    private void assertDisk(String tag, DiskFormat format, byte[] content) throws IOException {
        ResolvedImage image = resolve(registry.host() + "/others/disk:" + tag);
        assertThat(image.config().diskFormat()).isEqualTo(format);
        assertThat(image.config().virtualSize().bytes()).isPositive();
        assertThat(Files.readAllBytes(image.diskFile())).isEqualTo(content);
    }

    /** A qcow2 that names a backing file. */
    private byte[] overlay() {
        byte[] overlay = qcow2.clone();
        ByteBuffer.wrap(overlay).putLong(8, 512).putInt(16, 5).put(512, "/etc/".getBytes(UTF_8));
        return overlay;
    }

    private static Layer layer(String mediaType, byte[] content) {
        return new Layer(mediaType, content, Map.of());
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    /** What GNU tar makes of a folder with a file of this name and others around it. */
    private byte[] tar(String name, byte[] content) throws IOException {
        return tar(name, content, "gnu");
    }

    private byte[] tar(String name, byte[] content, String format) throws IOException {
        Path root = Files.createTempDirectory(folder, "tar");
        String relative = name.startsWith("./") ? name.substring(2) : name;
        Path file = root.resolve(relative);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Files.writeString(root.resolve("before.txt"), "something else");
        Path archive = Files.createTempFile(folder, "archive", ".tar");
        Process process = new ProcessBuilder(
                        "tar",
                        "--format=" + format,
                        "-cf",
                        archive.toString(),
                        "-C",
                        root.toString(),
                        "before.txt",
                        name)
                .inheritIO()
                .start();
        try {
            assertThat(process.waitFor()).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return Files.readAllBytes(archive);
    }
}
