package io.vmregistry.daemon.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.vmregistry.daemon.health.Health;
import io.vmregistry.daemon.health.HealthCheck;
import io.vmregistry.daemon.image.Disks;
import io.vmregistry.daemon.image.ImageFixture;
import io.vmregistry.proto.v1.DeleteImageRequest;
import io.vmregistry.proto.v1.Diagnostics;
import io.vmregistry.proto.v1.Empty;
import io.vmregistry.proto.v1.ExportImageRequest;
import io.vmregistry.proto.v1.GetImageManifestRequest;
import io.vmregistry.proto.v1.ImportImageMetadata;
import io.vmregistry.proto.v1.ImportImageRequest;
import io.vmregistry.proto.v1.ImportImageResponse;
import io.vmregistry.proto.v1.LocalImage;
import io.vmregistry.proto.v1.PullImageRequest;
import io.vmregistry.proto.v1.VMServiceGrpc;
import io.vmregistry.proto.v1.ValidateVMFileRequest;
import io.vmregistry.spec.reference.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ImageImportOverGrpcTest {

    @TempDir
    Path folder;

    ImageFixture images;
    LocalDaemon daemon;
    VMServiceGrpc.VMServiceBlockingStub stub;

    @BeforeEach
    void start() {
        images = new ImageFixture(folder.resolve("store"));
        HealthCheck health = new HealthCheck(
                "1",
                () -> Health.ok("", ""),
                () -> Health.unreachable("http://auth", "start it"),
                () -> Health.notConfigured("none"));
        daemon = new LocalDaemon(
                folder.resolve("vm.sock"),
                new VmService(
                        new SessionEndpoint(images.sessions, Clock.systemUTC()),
                        new SystemEndpoint(health),
                        new ImageEndpoint(images.store),
                        // Nothing here asks for machines or projects.
                        null,
                        null));
        stub = VMServiceGrpc.newBlockingStub(daemon.channel());
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
        images.close();
    }

    private ImportImageResponse importDisk(String format, byte[] disk, int chunk) throws Exception {
        ImportClient client = ImportClient.begin(daemon.channel());
        client.metadata(metadata(format, disk.length));
        client.disk(disk, chunk);
        return client.finish();
    }

    private static ImportImageMetadata metadata(String format, long size) {
        return ImportImageMetadata.newBuilder()
                .setVmfile(Disks.vmfile("demo/tiny", format))
                .setDiskSize(size)
                .build();
    }

    @Test
    void streamsADiskIntoAnImage() throws Exception {
        byte[] disk = Disks.raw(9_000_001, 1);
        for (int chunk : new int[] {1 << 20, 100_003}) {
            ImportImageResponse response = importDisk("raw", disk, chunk);
            assertThat(response.getDiskDigest()).isEqualTo(Digest.of(disk).toString());
            assertThat(response.getDiskSize()).isEqualTo(disk.length);
            assertThat(response.getTagsList()).containsExactly("latest");
        }
        LocalImage image = stub.listLocalImages(Empty.getDefaultInstance()).getImages(0);
        assertThat(image.getRepository()).isEqualTo("demo/tiny");
        assertThat(image.getDiskFormat()).isEqualTo("raw");
        assertThat(image.getVirtualSize()).isEqualTo(disk.length);
        assertThat(image.getDescription()).isEqualTo("a test");
        assertThat(stub.getImageManifest(GetImageManifestRequest.newBuilder()
                                .setImage("demo/tiny")
                                .build())
                        .getManifest()
                        .toStringUtf8())
                .contains(Digest.of(disk).toString());
    }

    @Test
    void takesASmallDiskInsideTheMessage() {
        byte[] disk = Disks.qcow2(2, 1 << 20, 1);
        ImportImageResponse response = stub.importImage(ImportImageRequest.newBuilder()
                .setMetadata(metadata("qcow2", disk.length))
                .setDisk(ByteString.copyFrom(disk))
                .build());
        assertThat(response.getVirtualSize()).isEqualTo(1 << 20);
    }

    @Test
    void refusesAWrongDiskAndLeavesNothing() throws Exception {
        assertThatThrownBy(() -> importDisk("qcow2", Disks.raw(3_000_000, 1), 1 << 20))
                .satisfies(fault -> assertStatus(fault, Status.Code.INVALID_ARGUMENT, "diskFormat qcow2"));
        byte[] whole = Disks.qcow2(40, 1L << 29, 1);
        assertThatThrownBy(() -> importDisk("qcow2", Arrays.copyOf(whole, 2_000_000), 1 << 20))
                .satisfies(fault -> assertStatus(fault, Status.Code.INVALID_ARGUMENT, "not copied whole"));
        assertThat(images.blobFiles()).isEmpty();
        assertThat(importDisk("qcow2", whole, 1 << 20).getVirtualSize()).isEqualTo(1L << 29);
    }

    @Test
    void dropsWhatArrivedWhenTheClientCancels() throws Exception {
        ImportClient client = ImportClient.begin(daemon.channel());
        client.metadata(metadata("raw", 50_000_000));
        client.disk(Disks.raw(12_000_000, 1), 1 << 20);
        client.cancel();
        assertThatThrownBy(client.answer::get).isInstanceOf(ExecutionException.class);
        daemon.stopServing();
        assertThat(images.blobFiles()).isEmpty();
        assertThat(images.store.images().list()).isEmpty();
    }

    @Test
    void dropsWhatArrivedWhenTheClientIsGone() throws Exception {
        ImportClient client = ImportClient.begin(daemon.channel());
        client.metadata(metadata("raw", 50_000_000));
        client.disk(Disks.raw(12_000_000, 1), 1 << 20);
        daemon.channel().shutdownNow();
        daemon.stopServing();
        assertThat(images.blobFiles()).isEmpty();
    }

    @Test
    void refusesChunksBeforeTheMetadata() {
        ImportClient client = ImportClient.begin(daemon.channel());
        client.chunk(new byte[100], 0, 100);
        assertThatThrownBy(client::finish)
                .satisfies(fault -> assertStatus(fault, Status.Code.INVALID_ARGUMENT, "first message"));
    }

    @Test
    void refusesAChunkThatIsTooLarge() {
        ImportClient client = ImportClient.begin(daemon.channel());
        client.metadata(metadata("raw", 0));
        client.chunk(new byte[5 << 20], 0, 5 << 20);
        assertThatThrownBy(client::finish)
                .satisfies(fault -> assertStatus(fault, Status.Code.RESOURCE_EXHAUSTED, "at most 1 MiB"));
    }

    @Test
    void carriesTheDiagnosticsOfAVmFileInTheDetails() throws Exception {
        Throwable fault = catchThrowable(() -> stub.importImage(ImportImageRequest.newBuilder()
                .setMetadata(ImportImageMetadata.newBuilder().setVmfile("kind: VMFile\n"))
                .build()));
        assertStatus(fault, Status.Code.INVALID_ARGUMENT, "VMF002");
        Diagnostics details = StatusProto.fromThrowable(fault).getDetails(0).unpack(Diagnostics.class);
        assertThat(details.getDiagnosticsList()).anySatisfy(diagnostic -> {
            assertThat(diagnostic.getCode()).isEqualTo("VMF002");
            assertThat(diagnostic.getStartLine()).isPositive();
        });
    }

    @Test
    void validatesWithoutImporting() {
        assertThat(stub.validateVMFile(ValidateVMFileRequest.newBuilder()
                                .setVmfile(Disks.vmfile("demo/tiny", "qcow2"))
                                .build())
                        .getVmfile()
                        .getSpec()
                        .getResources()
                        .getMemory())
                .isEqualTo("128MiB");
        assertThat(stub.validateVMFile(ValidateVMFileRequest.newBuilder()
                                .setVmfile("x: 1")
                                .build())
                        .getDiagnosticsList())
                .isNotEmpty();
    }

    @Test
    void saysWhatToDoWhenAnImageIsUnknown() {
        assertThatThrownBy(() -> stub.deleteImage(
                        DeleteImageRequest.newBuilder().setImage("no/such").build()))
                .satisfies(fault -> assertStatus(fault, Status.Code.NOT_FOUND, "vmr pull no/such"));
        assertThatThrownBy(() -> stub.deleteImage(
                        DeleteImageRequest.newBuilder().setImage("NO such").build()))
                .satisfies(fault -> assertStatus(fault, Status.Code.INVALID_ARGUMENT, "not an image reference"));
        assertThatThrownBy(() -> stub.pullImage(
                        PullImageRequest.newBuilder().setImage("no/such").build()))
                .satisfies(fault -> assertStatus(fault, Status.Code.FAILED_PRECONDITION, "-registry-url"));
        assertThatThrownBy(() -> stub.pullImage(PullImageRequest.newBuilder()
                        .setImage("no/such")
                        .setRegistryUrl("http://127.0.0.1:1")
                        .build()))
                .satisfies(fault -> assertStatus(fault, Status.Code.UNAVAILABLE, "refuses connections"));
    }

    @Test
    void exportsAsTheCaller() throws Exception {
        byte[] disk = Disks.raw(2_000_000, 1);
        importDisk("raw", disk, 1 << 20);
        Path output = folder.resolve("out.raw");
        stub.exportImage(ExportImageRequest.newBuilder()
                .setImage("demo/tiny")
                .setOutputPath(output.toString())
                .build());
        assertThat(output).hasBinaryContent(disk);
        assertThat(Files.getOwner(output)).isEqualTo(Files.getOwner(folder));
    }

    @Test
    void tellsHowItsSurroundingsAre() {
        var health = stub.healthCheck(Empty.getDefaultInstance());
        assertThat(health.getDaemon().getVersion()).isEqualTo("1");
        assertThat(health.getAuth().getMessage()).isEqualTo("start it");
    }

    private static void assertStatus(Throwable fault, Status.Code code, String text) {
        StatusRuntimeException status =
                (StatusRuntimeException) (fault instanceof ExecutionException ? fault.getCause() : fault);
        assertThat(status.getStatus().getCode()).as(status.getMessage()).isEqualTo(code);
        assertThat(status.getStatus().getDescription()).contains(text);
    }
}
