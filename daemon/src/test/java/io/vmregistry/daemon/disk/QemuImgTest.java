package io.vmregistry.daemon.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.daemon.disk.DiskException.DiskFailed;
import io.vmregistry.daemon.disk.DiskException.DiskUnfit;
import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.unit.ByteSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QemuImgTest {

    @TempDir
    private Path directory;

    private final QemuImg disks = new QemuImg();

    @BeforeAll
    static void needsQemuImg() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/qemu-img")), "qemu-img is not installed");
    }

    private String info(Path disk) throws Exception {
        return HostTool.run(
                        directory,
                        Duration.ofSeconds(10),
                        List.of("qemu-img", "info", "--output=json", disk.toString()))
                .output();
    }

    @Test
    void anOverlayNamesItsBackingFileAndFormatAndCanGrow() throws Exception {
        Path blob = Files.write(directory.resolve("blob"), new byte[1 << 20]);
        Path overlay = directory.resolve("disk.qcow2");

        disks.createOverlay(overlay, blob, DiskFormat.RAW, ByteSize.ofMiB(8));
        disks.createOverlay(overlay, blob, DiskFormat.RAW, ByteSize.ofMiB(16));

        assertThat(info(overlay))
                .contains("\"virtual-size\": 16777216")
                .contains("\"backing-filename\": \"" + blob + "\"")
                .contains("\"backing-filename-format\": \"raw\"");
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("blob", "disk.qcow2");
    }

    @Test
    void aDiskNeverShrinks() throws Exception {
        Path blob = Files.write(directory.resolve("blob"), new byte[2 << 20]);

        assertThatThrownBy(() ->
                        disks.createOverlay(directory.resolve("disk.qcow2"), blob, DiskFormat.RAW, ByteSize.ofMiB(1)))
                .isInstanceOf(DiskUnfit.class)
                .hasMessageContaining("1MiB")
                .hasMessageContaining("2MiB");
        assertThat(directory.toFile().list()).containsExactly("blob");
    }

    /** Such an image would read a file of the host into the guest. */
    @Test
    void refusesAnImageThatNamesAnotherFile() throws Exception {
        Path secret = Files.write(directory.resolve("secret"), new byte[1 << 20]);
        Path hostile = directory.resolve("hostile");
        disks.createOverlay(hostile, secret, DiskFormat.RAW, ByteSize.ofMiB(1));

        assertThatThrownBy(() -> disks.createOverlay(
                        directory.resolve("disk.qcow2"), hostile, DiskFormat.QCOW2, ByteSize.ofMiB(1)))
                .isInstanceOf(DiskUnfit.class)
                .hasMessageContaining("another file of the host");
    }

    @Test
    void saysWhichPackageTheToolIsIn() {
        assertThatThrownBy(() -> new QemuImg("no-such-tool")
                        .createBlank(directory.resolve("disk.qcow2"), DiskFormat.QCOW2, ByteSize.ofMiB(1)))
                .isInstanceOf(DiskFailed.class)
                .hasMessageContaining("qemu-utils");
    }

    @Test
    void onlyTheOwnerMayReadADisk() throws Exception {
        Path disk = directory.resolve("private.raw");

        new QemuImg().createBlank(disk, DiskFormat.RAW, ByteSize.ofMiB(1));

        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(
                        java.nio.file.Files.getPosixFilePermissions(disk)))
                .isEqualTo("rw-------");
    }
}
