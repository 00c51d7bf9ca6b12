package io.vmregistry.e2e.benchmark.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vmregistry.e2e.benchmark.registry.RegistryCalls.Slice;
import io.vmregistry.e2e.image.DiskImages;
import io.vmregistry.spec.reference.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** What is pushed: one large file of random bytes and one small blob, and a manifest of the small one. */
final class Content {

    private static final int BUFFER = 1 << 20;

    private final Path large;
    private final Path small;

    private Content(Path large, Path small) {
        this.large = large;
        this.small = small;
    }

    static Content create(Path directory, int mebibytes) throws IOException {
        Path large = DiskImages.raw(directory.resolve("large"), mebibytes, 3);
        Path small = Files.write(
                directory.resolve("small"), "{\"os\":\"benchmark\"}".repeat(60).getBytes(UTF_8));
        return new Content(large, small);
    }

    Slice large() throws IOException {
        return new Slice(large, 0, Files.size(large));
    }

    /** One of many equal parts of the large file. */
    Slice part(int number, int parts) throws IOException {
        long length = Files.size(large) / parts;
        return new Slice(large, number * length, length);
    }

    Slice small() throws IOException {
        return new Slice(small, 0, Files.size(small));
    }

    /** Makes the large file another one, so that no registry knows it. */
    void renew(int edition) throws IOException {
        DiskImages.mark(large, edition);
        // Every part changes as well.
        try (FileChannel channel = FileChannel.open(large, StandardOpenOption.WRITE)) {
            for (long at = 0; at < Files.size(large); at += BUFFER) {
                channel.write(ByteBuffer.allocate(Integer.BYTES).putInt(0, edition), at + Long.BYTES);
            }
        }
    }

    static String digest(Slice slice) throws IOException {
        MessageDigest hash = Digest.Algorithm.SHA256.newHash();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try (FileChannel channel = FileChannel.open(slice.file())) {
            for (long at = slice.offset(), end = at + slice.length(); at < end; at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(BUFFER, end - at));
                for (long from = at; buffer.hasRemaining(); from = at + buffer.position()) {
                    if (channel.read(buffer, from) < 0) {
                        throw new IOException(slice.file() + " ended early");
                    }
                }
                hash.update(buffer.flip());
            }
        }
        return Digest.from(Digest.Algorithm.SHA256, hash.digest()).toString();
    }

    /** An image whose configuration and only layer are the small blob. */
    String manifest() throws IOException {
        String digest = digest(small());
        long size = Files.size(small);
        return new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", "application/vnd.oci.image.manifest.v1+json")
                .put("config", descriptor("application/vnd.oci.image.config.v1+json", digest, size))
                .put("layers", new JsonArray().add(descriptor("application/vnd.oci.image.layer.v1.tar", digest, size)))
                .encode();
    }

    private static JsonObject descriptor(String mediaType, String digest, long size) {
        return new JsonObject()
                .put("mediaType", mediaType)
                .put("digest", digest)
                .put("size", size);
    }
}
