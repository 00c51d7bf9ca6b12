package io.vmregistry.daemon.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageImportTest {

    @TempDir
    Path folder;

    ImageFixture images;

    @BeforeEach
    void open() {
        images = new ImageFixture(folder);
    }

    @AfterEach
    void close() {
        images.close();
    }

    @Test
    void makesAnImageThatCanBeRun() throws Exception {
        byte[] disk = Disks.qcow2(3, 1L << 29, 1);
        ImportedImage imported = images.importImage("demo/tiny", "qcow2", disk, "v1", "latest");
        assertThat(imported.virtualSize().bytes()).isEqualTo(1L << 29);
        assertThat(imported.tags()).containsExactly("v1", "latest");
        ResolvedImage resolved = images.store
                .images()
                .resolve(ImageReference.parse("demo/tiny:v1").orElseThrow())
                .orElseThrow();
        assertThat(resolved.diskFile()).hasBinaryContent(disk);
        assertThat(resolved.disk()).isEqualTo(Digest.of(disk));
        assertThat(resolved.manifest()).isEqualTo(imported.manifest());
        assertThat(resolved.config().cpu()).isEqualTo(1);
    }

    @Test
    void findsAnImageByItsBareDigest() {
        ImportedImage imported = images.importImage("demo/tiny", "raw", Disks.raw(70_000, 1));
        ImageReference digest =
                ImageReference.parse(imported.manifest().toString()).orElseThrow();
        assertThat(images.store.images().resolve(digest)).isPresent();
    }

    @Test
    void importingTheSameAgainChangesNothing() {
        byte[] disk = Disks.raw(70_000, 1);
        ImportedImage first = images.importImage("demo/tiny", "raw", disk);
        List<Path> files = images.blobFiles();
        ImportedImage second = images.importImage("demo/tiny", "raw", disk);
        assertThat(second).isEqualTo(first);
        assertThat(images.blobFiles()).containsExactlyInAnyOrderElementsOf(files);
        assertThat(images.store.images().list()).hasSize(1);
    }

    @Test
    void storesOneDiskOfTwoImagesOnce() {
        byte[] disk = Disks.raw(70_000, 1);
        images.importImage("demo/one", "raw", disk);
        images.importImage("demo/two", "raw", disk);
        assertThat(images.blobFiles()).hasSize(3);
        assertThat(images.store.images().list()).hasSize(2);
    }

    @Test
    void refusesADiskWhoseHeaderContradictsTheFormatAtItsFirstBytes() {
        byte[] disk = Disks.raw(100_000, 1);
        try (ImageImport arriving = images.begin("demo/tiny", "qcow2", OptionalLong.empty())) {
            assertThatThrownBy(() -> arriving.write(ByteBuffer.wrap(disk, 0, 50_000)))
                    .isInstanceOf(ImageException.InvalidDisk.class)
                    .hasMessageContaining("diskFormat qcow2 but the file is a raw disk");
        }
        assertThat(images.blobFiles()).isEmpty();
    }

    @Test
    void refusesAQcow2AsRaw() {
        assertThatThrownBy(() -> images.importImage("demo/tiny", "raw", Disks.qcow2(1, 1 << 20, 1)))
                .hasMessageContaining("a qcow2 disk");
    }

    @Test
    void refusesATruncatedQcow2WhereverItWasCut() {
        byte[] disk = Disks.qcow2(3, 1L << 29, 1);
        for (int size : new int[] {
            60,
            100,
            40_000,
            Disks.CLUSTER + 8,
            3 * Disks.CLUSTER,
            5 * Disks.CLUSTER,
            6 * Disks.CLUSTER + 100,
            7 * Disks.CLUSTER
        }) {
            assertThatThrownBy(() -> images.importImage("demo/tiny", "qcow2", Arrays.copyOf(disk, size)))
                    .as("cut at %d", size)
                    .isInstanceOf(ImageException.InvalidDisk.class);
        }
        assertThat(images.blobFiles()).isEmpty();
        assertThat(images.store.images().list()).isEmpty();
    }

    @Test
    void refusesAnOverlay() {
        byte[] disk = Disks.qcow2(1, 1 << 20, 1);
        ByteBuffer.wrap(disk).putLong(8, 1_024);
        assertThatThrownBy(() -> images.importImage("demo/tiny", "qcow2", disk))
                .hasMessageContaining("overlay on another disk");
    }

    @Test
    void takesAnIsoAndRefusesAShortOne() {
        byte[] disk = Disks.iso(40);
        assertThat(images.importImage("demo/cd", "iso", disk).virtualSize().bytes())
                .isEqualTo(disk.length);
        assertThatThrownBy(() -> images.importImage("demo/cd", "iso", Arrays.copyOf(disk, 36_000)))
                .hasMessageContaining("its header says 81920");
    }

    @Test
    void refusesARawDiskThatIsShorterThanItsPartitionTableSays() {
        byte[] disk = Disks.raw(100_000, 1);
        ByteBuffer fields = ByteBuffer.wrap(disk).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        fields.put(512, "EFI PART".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .putLong(512 + 32, 400);
        assertThatThrownBy(() -> images.importImage("demo/gpt", "raw", disk))
                .hasMessageContaining("its header says 205312");
    }

    @Test
    void refusesAnEmptyDisk() {
        assertThatThrownBy(() -> images.importImage("demo/tiny", "raw", new byte[0]))
                .hasMessageContaining("it is empty");
    }

    @Test
    void refusesMoreOrFewerBytesThanWereAnnounced() {
        try (ImageImport arriving = images.begin("demo/tiny", "raw", OptionalLong.of(1_000))) {
            arriving.write(ByteBuffer.wrap(new byte[500]));
            assertThatThrownBy(arriving::finish).hasMessageContaining("500 of the 1000 bytes");
            assertThatThrownBy(() -> arriving.write(ByteBuffer.wrap(new byte[501])))
                    .hasMessageContaining("more than the 1000 bytes");
        }
        assertThat(images.blobFiles()).isEmpty();
    }

    @Test
    void saysEverythingThatIsWrongWithAVmFile() {
        assertThatThrownBy(() -> images.store
                        .imports()
                        .begin(new ImportRequest(
                                "kind: VMFile\nspec: {}\n",
                                "my.VMFile",
                                Optional.empty(),
                                List.of(),
                                OptionalLong.empty())))
                .isInstanceOfSatisfying(
                        ImageException.InvalidVmFile.class,
                        e -> assertThat(e.diagnostics().stream().filter(Diagnostic::isError))
                                .hasSizeGreaterThan(2));
        assertThat(images.blobFiles()).isEmpty();
    }

    @Test
    void dropsWhatAKilledProcessLeft() {
        ImageImport killed = images.begin("demo/tiny", "raw", OptionalLong.empty());
        killed.write(ByteBuffer.wrap(new byte[100_000]));
        assertThat(images.blobFiles()).isNotEmpty();
        killed.abandon();
        try (ImageFixture next = new ImageFixture(folder)) {
            assertThat(next.blobFiles()).isEmpty();
        }
    }

    @Test
    void namesTheImageAsTheRequestSays() {
        byte[] disk = Disks.raw(70_000, 1);
        try (ImageImport arriving = images.store
                .imports()
                .begin(new ImportRequest(
                        Disks.vmfile("demo/tiny", "raw"),
                        "VMFile",
                        Optional.of("mine/other"),
                        List.of("v1", "elsewhere/copy:x"),
                        OptionalLong.empty()))) {
            arriving.write(ByteBuffer.wrap(disk));
            arriving.finish();
        }
        assertThat(images.store.images().list())
                .extracting(LocalImage::displayName)
                .containsExactly("elsewhere/copy:x", "mine/other:v1");
        assertThat(Files.exists(folder.resolve("manifests/demo"))).isFalse();
    }
}
