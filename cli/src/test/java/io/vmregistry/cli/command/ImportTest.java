package io.vmregistry.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.vmregistry.cli.command.CommandHarness.Result;
import io.vmregistry.proto.v1.ImportImageMetadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** {@code vmr import}: what it sends of a disk, and what it says of one that is none. */
class ImportTest extends FakeDaemonFixture {

    private static final String VMFILE = """
            apiVersion: vmregistry.io/v1alpha1
            metadata:
              name: ada/debian
            spec:
              diskImage: disk.raw
              diskFormat: %s
              resources:
                cpu: 1
                memory: 256MiB
            """;

    @Test
    void importStreamsTheDiskInChunksAndPrintsTheDigest() throws Exception {
        byte[] disk = disk(3 * (1 << 20) + 512);
        Result imported = importing("raw", disk);

        assertThat(imported.code()).as(imported.err()).isZero();
        assertThat(imported.out()).isEqualTo("sha256:" + "12".repeat(32) + "\n");
        assertThat(imported.err()).contains("Imported ada/debian:latest");
        assertThat(daemon.importedDigest).isEqualTo(sha256(disk));
        assertThat(daemon.largestChunk).hasValue(1 << 20);
        ImportImageMetadata metadata = daemon.last(ImportImageMetadata.class);
        assertThat(metadata.getDiskSize()).isEqualTo(disk.length);
        assertThat(metadata.getTagsList()).containsExactly("latest");
        assertThat(metadata.getVmfile()).contains("name: ada/debian");
    }

    @Test
    void aDiskThatIsNotWhatTheVmFileSaysIsAnInvalidFile() throws IOException {
        Result wrong = importing("qcow2", disk(512));
        assertThat(wrong.code()).isEqualTo(6);
        assertThat(wrong.err()).startsWith("VMFile:5:14: error: ").contains("diskFormat says qcow2");

        byte[] qcow = new byte[1024];
        ByteBuffer.wrap(qcow).putInt(0, 0x514649fb).putInt(4, 3);
        assertThat(importing("raw", qcow).err()).contains("its header is qcow2's, but diskFormat says raw");

        ByteBuffer.wrap(qcow)
                .putInt(20, 16)
                .putInt(36, 1)
                .putLong(40, 65536)
                .putLong(48, 131072)
                .putInt(56, 1);
        Result cut = importing("qcow2", qcow);
        assertThat(cut.code()).isEqualTo(6);
        assertThat(cut.err()).contains("it was cut short");
    }

    @Test
    void aMissingDiskIsAnInvalidFileAndAMissingVmFileIsNotFound() throws IOException {
        Files.writeString(folder.resolve("VMFile"), VMFILE.formatted("raw"));
        Result missing = vmr.run("import", "VMFile");
        assertThat(missing.code()).isEqualTo(6);
        assertThat(missing.err()).contains("VMFile:5:14: error: there is no disk");

        assertThat(vmr.run("import", "nothing").code()).isEqualTo(3);
    }

    @Test
    void anInterruptedImportIsCancelledAtTheDaemon() throws Exception {
        daemon.stallImport = true;
        Files.writeString(folder.resolve("VMFile"), VMFILE.formatted("raw"));
        Files.write(folder.resolve("disk.raw"), disk(32 << 20));
        AtomicReference<Result> result = new AtomicReference<>();
        Thread importer = Thread.ofPlatform().start(() -> result.set(vmr.run("import", "VMFile")));
        daemon.importBegun.await();

        importer.interrupt();
        importer.join();

        daemon.importCancelled.await();
        assertThat(result.get().code()).isEqualTo(130);
    }

    @Test
    void aRefusedImportTellsWhatTheDaemonSaid() throws IOException {
        daemon.refuse(Status.Code.RESOURCE_EXHAUSTED, "the disk of the store is full");
        Result refused = importing("raw", disk(512));

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("error: the disk of the store is full.");

        daemon.refuse(Status.Code.INVALID_ARGUMENT, "the disk is no disk");
        Result invalid = importing("raw", disk(512));
        assertThat(invalid.code()).isEqualTo(6);
        assertThat(invalid.err()).contains("VMFile:5:14: error: the disk is no disk");
    }

    private Result importing(String format, byte[] disk) throws IOException {
        Files.writeString(folder.resolve("VMFile"), VMFILE.formatted(format));
        Files.write(folder.resolve("disk.raw"), disk);
        return vmr.run("import", "VMFile");
    }

    private static byte[] disk(int length) {
        byte[] disk = new byte[length];
        new Random(length).nextBytes(disk);
        Arrays.fill(disk, 0, 4, (byte) 0);
        return disk;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
