package io.vmregistry.daemon.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.spec.reference.ImageReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageRemovalsTest {

    @TempDir
    Path folder;

    ImageFixture images;

    @BeforeEach
    void open() {
        images = new ImageFixture(folder.resolve("store"));
    }

    @AfterEach
    void close() {
        images.close();
    }

    @Test
    void removesAnImageWithItsBlobs() {
        images.importImage("demo/tiny", "raw", Disks.raw(70_000, 1));
        ImageRemovals.Removed removed = images.store.removals().remove("demo/tiny", false);
        assertThat(removed.untagged()).containsExactly("demo/tiny:latest");
        assertThat(removed.freedBytes()).isGreaterThan(70_000);
        assertThat(images.blobFiles()).isEmpty();
        assertThatThrownBy(() -> images.store.removals().remove("demo/tiny", false))
                .isInstanceOf(ImageException.ImageUnknown.class)
                .hasMessageContaining("vmr pull demo/tiny");
    }

    @Test
    void takesOnlyTheNameWhileThereIsAnother() {
        images.importImage("demo/tiny", "raw", Disks.raw(70_000, 1));
        images.store.images().tag("demo/tiny", "demo/tiny:v1");
        assertThat(images.store.removals().remove("demo/tiny:latest", false).manifests())
                .isEmpty();
        assertThat(images.store.images().content("demo/tiny:v1").config()).isNotEmpty();
    }

    @Test
    void keepsBlobsThatAnotherImageNames() {
        images.importImage("demo/tiny", "raw", Disks.raw(70_000, 1));
        images.store.images().tag("demo/tiny", "other/name:v1");
        assertThat(images.store.removals().remove("demo/tiny", false).blobs()).isEmpty();
        assertThat(images.blobFiles()).hasSize(2);
    }

    @Test
    void refusesAnImageThatMachinesWereMadeFrom() {
        ImportedImage image = images.importImage("demo/tiny", "raw", Disks.raw(70_000, 1));
        images.machines.add(image.manifest(), image.disk(), "web");
        assertThatThrownBy(() -> images.store.removals().remove("demo/tiny", false))
                .isInstanceOf(ImageException.ImageInUse.class)
                .hasMessageContaining("web");
        assertThat(images.store.removals().remove("demo/tiny", true).blobs()).doesNotContain(image.disk());
        assertThat(images.blobs.size(image.disk())).hasValue(70_000);
        images.machines.clear();
        assertThat(images.store.removals().collectGarbage(false).blobs()).containsExactly(image.disk());
    }

    @Test
    void keepsTheDiskOfAnImageThatWasJustResolved() {
        ImportedImage image = images.importImage("demo/tiny", "raw", Disks.raw(70_000, 1));
        images.store.images().resolve(ImageReference.parse("demo/tiny").orElseThrow());
        images.store.removals().remove("demo/tiny", false);
        assertThat(images.blobs.size(image.disk())).isPresent();
    }

    @Test
    void garbageIsWhatNothingNames() {
        ImportedImage first = images.importImage("demo/tiny", "raw", Disks.raw(70_000, 1));
        images.importImage("demo/tiny", "raw", Disks.raw(70_000, 2));
        assertThat(images.store.removals().collectGarbage(true).manifests()).containsExactly(first.manifest());
        assertThat(images.store.images().list()).hasSize(2);
        ImageRemovals.Removed removed = images.store.removals().collectGarbage(false);
        assertThat(removed.manifests()).containsExactly(first.manifest());
        assertThat(removed.blobs()).contains(first.disk());
        assertThat(images.store.images().list()).hasSize(1);
    }

    @Test
    void pruningAllKeepsWhatMachinesNeed() {
        ImportedImage used = images.importImage("demo/used", "raw", Disks.raw(70_000, 1));
        images.importImage("demo/unused", "raw", Disks.raw(70_000, 2));
        images.machines.add(used.manifest(), used.disk(), "web");
        images.store.removals().prune(true, false);
        assertThat(images.store.images().list())
                .extracting(LocalImage::displayName)
                .containsExactly("demo/used:latest");
    }

    @Test
    void exportsTheDiskUnderItsNameOnly() throws Exception {
        byte[] disk = Disks.raw(70_000, 1);
        images.importImage("demo/tiny", "raw", disk);
        Path output = folder.resolve("out.raw");
        images.store.exports().export("demo/tiny", output.toString(), false, OptionalInt.empty());
        assertThat(output).hasBinaryContent(disk);
        assertThatThrownBy(
                        () -> images.store.exports().export("demo/tiny", output.toString(), false, OptionalInt.empty()))
                .isInstanceOf(ImageException.ExportExists.class);
        Path precious = Files.writeString(folder.resolve("precious"), "data");
        Path link = Files.createSymbolicLink(folder.resolve("link"), precious);
        images.store.exports().export("demo/tiny", link.toString(), true, OptionalInt.empty());
        assertThat(precious).hasContent("data");
        assertThat(link).hasBinaryContent(disk);
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("store", "out.raw", "precious", "link");
        }
    }

    @Test
    void exportsNeitherIntoTheStoreNorToARelativePath() {
        images.importImage("demo/tiny", "raw", Disks.raw(70_000, 1));
        ImageExports exports = images.store.exports();
        assertThatThrownBy(() -> exports.export("demo/tiny", "out.raw", false, OptionalInt.empty()))
                .hasMessageContaining("not an absolute path");
        assertThatThrownBy(() -> exports.export(
                        "demo/tiny", folder.resolve("store/blobs/x").toString(), true, OptionalInt.empty()))
                .hasMessageContaining("own storage");
        assertThatThrownBy(() ->
                        exports.export("demo/tiny", folder.resolve("missing/x").toString(), true, OptionalInt.empty()))
                .hasMessageContaining("folder cannot be used");
    }
}
