package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.hypervisor.BootSector;
import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.image.ImageConfig;
import io.vmregistry.spec.machine.Bootloader;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.unit.ByteSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One image, {@code tests/boot-sector:latest}, of a guest that boots within a second. */
final class TestImages implements MachineImages {

    static final ImageReference IMAGE =
            ImageReference.parse("tests/boot-sector:latest").orElseThrow();
    static final ByteSize DISK = ByteSize.ofMiB(1);

    private final Path disk;

    TestImages(Path directory) throws IOException {
        this.disk = BootSector.write(directory.resolve("blob"));
    }

    Digest blob() throws IOException {
        return Digest.of(Files.readAllBytes(disk));
    }

    Path disk() {
        return disk;
    }

    @Override
    public Optional<RunnableImage> resolve(ImageReference reference) {
        if (!reference.equals(IMAGE)) {
            return Optional.empty();
        }
        ImageConfig config = new ImageConfig(
                "tests/boot-sector",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                DiskFormat.RAW,
                DISK,
                1,
                ByteSize.ofMiB(64),
                new Bootloader.Bios(),
                Optional.empty(),
                List.of());
        try {
            return Optional.of(new RunnableImage(Digest.of(new byte[] {1}), config, blob(), disk));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
