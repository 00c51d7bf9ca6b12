package io.vmregistry.daemon.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Takes the wrapping off a disk: gzip (virter), a tar with the disk below {@code /disk} (KubeVirt), or both. Told by the
 * bytes, whatever a media type says.
 */
final class PackedDisk {

    private static final int BUFFER = 256 << 10;

    private PackedDisk() {}

    /**
     * The disk inside.
     *
     * @param image as the user calls it
     * @return empty when the bytes are not packed: they are the disk
     * @throws ImageException.UnusableImage when it is packed and holds no disk
     */
    static Optional<InputStream> open(String image, InputStream layer) throws IOException {
        InputStream bytes = new BufferedInputStream(layer, BUFFER);
        boolean compressed = isGzip(bytes);
        InputStream plain = compressed ? new BufferedInputStream(new GZIPInputStream(bytes, BUFFER), BUFFER) : bytes;
        if (TarFile.begins(peek(plain, TarFile.BLOCK))) {
            return Optional.of(new TarFile(plain)
                    .find(PackedDisk::isDisk)
                    .orElseThrow(() -> new ImageException.UnusableImage(
                            image, "it is a container's image that has no file in /disk, so that it is no disk"))
                    .content());
        }
        return compressed ? Optional.of(plain) : Optional.empty();
    }

    private static boolean isGzip(InputStream bytes) throws IOException {
        byte[] magic = peek(bytes, 2);
        return magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
    }

    /** The next bytes, or fewer at the end; they are read again. */
    private static byte[] peek(InputStream bytes, int count) throws IOException {
        bytes.mark(count);
        byte[] ahead = bytes.readNBytes(count);
        bytes.reset();
        return ahead;
    }

    private static boolean isDisk(String name) {
        return name.startsWith("disk/") && name.indexOf('/', 5) < 0;
    }
}
