package io.vmregistry.e2e.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.process.Commands;
import io.vmregistry.spec.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder with an image in it, as the OCI image specification lays it out ("Image Layout"). */
record OciLayout(Path folder) {

    /** A container's image with one file in its one layer. */
    static OciLayout write(Path folder, Path content) throws IOException {
        Path blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
        Path tar = folder.resolveSibling("layer.tar");
        Commands.run(
                "tar",
                "-cf",
                tar.toString(),
                "-C",
                content.getParent().toString(),
                content.getFileName().toString());
        String diffId = Digest.of(Files.readAllBytes(tar)).toString();
        Commands.run("gzip", "-n", tar.toString());
        byte[] layer = Files.readAllBytes(folder.resolveSibling("layer.tar.gz"));
        byte[] config = """
                {"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["%s"]}}""".formatted(diffId).getBytes(UTF_8);
        byte[] manifest = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
                 "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
                 "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"%s","size":%d}]}""".formatted(Digest.of(config), config.length, Digest.of(layer), layer.length)
                .getBytes(UTF_8);
        for (byte[] blob : List.of(layer, config, manifest)) {
            Files.write(blobs.resolve(Digest.of(blob).hex()), blob);
        }
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.writeString(folder.resolve("index.json"), """
                {"schemaVersion":2,"manifests":[
                 {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":%d,
                  "annotations":{"org.opencontainers.image.ref.name":"1"}}]}""".formatted(Digest.of(manifest), manifest.length));
        return new OciLayout(folder);
    }

    /** Every blob of this layout is in the other, bit for bit. */
    void assertContainedIn(Path other) throws IOException {
        try (Stream<Path> blobs = Files.list(folder.resolve("blobs/sha256"))) {
            for (Path blob : blobs.toList()) {
                assertThat(other.resolve("blobs/sha256").resolve(blob.getFileName()))
                        .hasSameBinaryContentAs(blob);
            }
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
