package io.vmregistry.daemon.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.vmregistry.daemon.hypervisor.Backend;
import io.vmregistry.daemon.hypervisor.BackendTag;
import io.vmregistry.daemon.hypervisor.HypervisorRouter;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedDiskImages;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedHypervisor;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedNetworks;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedSeedImages;
import io.vmregistry.daemon.machine.LocalMachines;
import io.vmregistry.daemon.machine.RunnableImage;
import io.vmregistry.proto.v1.DeleteVMRequest;
import io.vmregistry.proto.v1.InspectVMRequest;
import io.vmregistry.proto.v1.PortForward;
import io.vmregistry.proto.v1.RunVMRequest;
import io.vmregistry.proto.v1.RunVMResponse;
import io.vmregistry.proto.v1.StopVMRequest;
import io.vmregistry.proto.v1.VMLogsRequest;
import io.vmregistry.proto.v1.VMRunOptions;
import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.image.ImageConfig;
import io.vmregistry.spec.machine.Bootloader;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.unit.ByteSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineEndpointTest {

    private static final Digest DIGEST = Digest.of(new byte[] {1});

    @TempDir
    private Path directory;

    private LocalMachines machines;
    private MachineEndpoint endpoint;

    @BeforeEach
    void begin() throws Exception {
        Path blob = Files.writeString(directory.resolve("blob"), "disk");
        ImageConfig config = new ImageConfig(
                "me/web",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                DiskFormat.RAW,
                ByteSize.ofGiB(1),
                1,
                ByteSize.ofMiB(512),
                new Bootloader.Bios(),
                Optional.empty(),
                List.of());
        SimulatedNetworks networks = new SimulatedNetworks(directory.resolve("simulated"));
        Backend backend = new Backend(
                new SimulatedHypervisor(directory.resolve("simulated"), networks),
                networks,
                new SimulatedDiskImages(),
                new SimulatedSeedImages());
        machines = new LocalMachines(
                directory.resolve("runtime"),
                reference -> reference.repository().toString().equals("me/web")
                        ? Optional.of(new RunnableImage(DIGEST, config, DIGEST, blob))
                        : Optional.empty(),
                new HypervisorRouter(BackendTag.SIMULATED, List.of(backend)),
                Clock.systemUTC());
        machines.recover();
        endpoint = new MachineEndpoint(machines, Clock.systemUTC());
    }

    @AfterEach
    void end() {
        machines.close();
    }

    private static RunVMRequest request(VMRunOptions options) {
        return RunVMRequest.newBuilder()
                .setImage("me/web")
                .setVmName("web")
                .setOptions(options)
                .build();
    }

    @Test
    void runsShowsAndRemovesAMachine() {
        RunVMResponse run = endpoint.run(request(VMRunOptions.newBuilder()
                .setMemoryMb(1024)
                .setVcpuCount(2)
                .setIpAddress("192.168.122.50")
                .build()));

        assertThat(run.getStatus()).isEqualTo("running");
        assertThat(run.getBackend()).isEqualTo("simulated");
        assertThat(run.getImageDigest()).isEqualTo(DIGEST.toString());
        assertThat(endpoint.ps().getVmsList()).singleElement().satisfies(vm -> {
            assertThat(vm.getVcpuCount()).isEqualTo(2);
            assertThat(vm.getMemoryMb()).isEqualTo(1024);
            assertThat(vm.getUptime()).isNotEmpty();
            assertThat(vm.getNetworks(0).getIpAddressesList()).containsExactly("192.168.122.50");
        });
        assertThat(endpoint.inspect(InspectVMRequest.newBuilder()
                                .setVm(run.getVmId())
                                .build())
                        .getDiskSize())
                .isEqualTo(1L << 30);
        StringBuilder console = new StringBuilder();
        endpoint.logs(
                VMLogsRequest.newBuilder().setVm("web").build(),
                chunk -> console.append(chunk.getData().toStringUtf8()));
        assertThat(console).contains(SimulatedHypervisor.READY);

        assertThat(endpoint.stop(StopVMRequest.newBuilder().setVm("web").build())
                        .getStatus())
                .isEqualTo("stopped");
        assertThat(endpoint.ps().getVmsList()).isEmpty();
        assertThat(endpoint.list().getVmsList()).hasSize(1);
        endpoint.delete(DeleteVMRequest.newBuilder().setVm("web").build());
        assertThat(endpoint.list().getVmsList()).isEmpty();
    }

    @Test
    void aFaultBecomesTheStatusThatTheProtocolNames() {
        endpoint.run(request(VMRunOptions.getDefaultInstance()));

        assertThat(code(() -> endpoint.run(request(VMRunOptions.getDefaultInstance()))))
                .isEqualTo(Status.Code.ALREADY_EXISTS);
        assertThat(code(() -> endpoint.run(
                        RunVMRequest.newBuilder().setImage("no/such").build())))
                .isEqualTo(Status.Code.NOT_FOUND);
        assertThat(code(() ->
                        endpoint.run(RunVMRequest.newBuilder().setImage("???").build())))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(code(() -> endpoint.run(request(VMRunOptions.newBuilder()
                        .addPorts(PortForward.newBuilder().setHostPort(8080).setGuestPort(80))
                        .build()))))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(code(() -> endpoint.stop(
                        StopVMRequest.newBuilder().setVm("Not A Name").build())))
                .isEqualTo(Status.Code.NOT_FOUND);
        assertThat(code(() -> endpoint.delete(
                        DeleteVMRequest.newBuilder().setVm("web").build())))
                .isEqualTo(Status.Code.FAILED_PRECONDITION);
    }

    private static Status.Code code(Runnable call) {
        try {
            call.run();
            throw new AssertionError("nothing was thrown");
        } catch (RuntimeException e) {
            return Statuses.from(e).getStatus().getCode();
        }
    }

    @Test
    void thereIsNoProvisioningLog() {
        assertThatThrownBy(() -> endpoint.logs(
                        VMLogsRequest.newBuilder()
                                .setVm("web")
                                .setSource(VMLogsRequest.Source.SOURCE_PROVISION)
                                .build(),
                        chunk -> {}))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("vmr logs --console");
    }

    @Test
    void writesAnUptimeInItsTwoLargestUnits() {
        Instant then = Instant.parse("2026-01-01T00:00:00Z");

        assertThat(MachineMessages.uptime(then, then.plusSeconds(7))).isEqualTo("7s");
        assertThat(MachineMessages.uptime(then, then.plusSeconds(302))).isEqualTo("5m2s");
        assertThat(MachineMessages.uptime(then, then.plusSeconds(7980))).isEqualTo("2h13m");
        assertThat(MachineMessages.uptime(then, then.plusSeconds(273_600))).isEqualTo("3d4h");
    }
}
