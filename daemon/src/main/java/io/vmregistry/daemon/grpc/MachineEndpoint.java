package io.vmregistry.daemon.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.vmregistry.daemon.hypervisor.Accelerator;
import io.vmregistry.daemon.machine.Machine;
import io.vmregistry.daemon.machine.MachineSelector;
import io.vmregistry.daemon.machine.Machines;
import io.vmregistry.daemon.machine.StopMode;
import io.vmregistry.daemon.machine.Stopped;
import io.vmregistry.proto.v1.DeleteVMRequest;
import io.vmregistry.proto.v1.DeleteVMResponse;
import io.vmregistry.proto.v1.InspectVMRequest;
import io.vmregistry.proto.v1.InspectVMResponse;
import io.vmregistry.proto.v1.ListVMsResponse;
import io.vmregistry.proto.v1.PsVMsResponse;
import io.vmregistry.proto.v1.RestartVMRequest;
import io.vmregistry.proto.v1.RestartVMResponse;
import io.vmregistry.proto.v1.ResumeVMRequest;
import io.vmregistry.proto.v1.ResumeVMResponse;
import io.vmregistry.proto.v1.RunVMRequest;
import io.vmregistry.proto.v1.RunVMResponse;
import io.vmregistry.proto.v1.StartVMRequest;
import io.vmregistry.proto.v1.StartVMResponse;
import io.vmregistry.proto.v1.StopVMRequest;
import io.vmregistry.proto.v1.StopVMResponse;
import io.vmregistry.proto.v1.SuspendVMRequest;
import io.vmregistry.proto.v1.SuspendVMResponse;
import io.vmregistry.proto.v1.VMLogsChunk;
import io.vmregistry.proto.v1.VMLogsRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/** The RPCs about machines, in the words of the machine domain. */
public final class MachineEndpoint {

    private static final int CHUNK = 64 * 1024;

    private final Machines machines;
    private final Clock clock;

    public MachineEndpoint(Machines machines, Clock clock) {
        this.machines = machines;
        this.clock = clock;
    }

    RunVMResponse run(RunVMRequest request) {
        Machine machine = done(() -> machines.run(MachineMessages.runRequest(request)));
        return RunVMResponse.newBuilder()
                .setVmId(machine.id().toString())
                .setName(machine.name().toString())
                .setStatus(machine.state().label())
                .setImageDigest(machine.imageDigest().toString())
                .setBackend(machine.backend().label())
                .setAccelerator(machine.accelerator().map(Accelerator::label).orElse(""))
                .addAllWarnings(machine.warnings())
                .build();
    }

    StartVMResponse start(StartVMRequest request) {
        Machine machine = done(() -> machines.start(selector(request.getVm())));
        return StartVMResponse.newBuilder()
                .setVmId(machine.id().toString())
                .setStatus(machine.state().label())
                .build();
    }

    StopVMResponse stop(StopVMRequest request) {
        Stopped stopped = done(
                () -> machines.stop(selector(request.getVm()), mode(request.getTimeoutSeconds(), request.getForce())));
        return StopVMResponse.newBuilder()
                .setVmId(stopped.machine().id().toString())
                .setStatus(stopped.machine().state().label())
                .setForced(stopped.forced())
                .build();
    }

    RestartVMResponse restart(RestartVMRequest request) {
        Machine machine = done(() ->
                machines.restart(selector(request.getVm()), mode(request.getTimeoutSeconds(), request.getForce())));
        return RestartVMResponse.newBuilder()
                .setVmId(machine.id().toString())
                .setStatus(machine.state().label())
                .build();
    }

    DeleteVMResponse delete(DeleteVMRequest request) {
        Machine machine = machines.get(selector(request.getVm()));
        done(() -> {
            machines.delete(MachineSelector.of(machine.id()), request.getForce());
            return machine;
        });
        return DeleteVMResponse.newBuilder().setVmId(machine.id().toString()).build();
    }

    SuspendVMResponse suspend(SuspendVMRequest request) {
        Machine machine = done(() -> machines.suspend(selector(request.getVm())));
        return SuspendVMResponse.newBuilder()
                .setVmId(machine.id().toString())
                .setStatus(machine.state().label())
                .build();
    }

    ResumeVMResponse resume(ResumeVMRequest request) {
        Machine machine = done(() -> machines.resume(selector(request.getVm())));
        return ResumeVMResponse.newBuilder()
                .setVmId(machine.id().toString())
                .setStatus(machine.state().label())
                .build();
    }

    /** Those that have a process, as {@code ps} does. */
    PsVMsResponse ps() {
        return PsVMsResponse.newBuilder()
                .addAllVms(machines.list().stream()
                        .filter(machine -> machine.state().isActive())
                        .map(machine -> MachineMessages.processInfo(machine, clock.instant()))
                        .toList())
                .build();
    }

    ListVMsResponse list() {
        return ListVMsResponse.newBuilder()
                .addAllVms(machines.list().stream().map(MachineMessages::info).toList())
                .build();
    }

    InspectVMResponse inspect(InspectVMRequest request) {
        Machine machine = machines.get(selector(request.getVm()));
        return InspectVMResponse.newBuilder()
                .setVm(MachineMessages.processInfo(machine, clock.instant()))
                .setImageDigest(machine.imageDigest().toString())
                .setDiskPath(machine.disk().toString())
                .setDiskSize(machine.diskSize().bytes())
                .setConsoleLog(machine.consoleLog().toString())
                .putAllLabels(machine.labels())
                .setAccelerator(machine.accelerator().map(Accelerator::label).orElse(""))
                .setStatusReason(machine.stateReason())
                .build();
    }

    /** Sends the console until it ends, or until the caller is gone, which interrupts this thread. */
    void logs(VMLogsRequest request, Consumer<VMLogsChunk> chunks) {
        if (request.getSource() == VMLogsRequest.Source.SOURCE_PROVISION) {
            throw Status.UNIMPLEMENTED
                    .withDescription(
                            "This daemon provisions no machines, so there is no log of it. Use \"vmr logs --console\".")
                    .asRuntimeException();
        }
        try (InputStream console =
                machines.console(selector(request.getVm()), request.getTailBytes(), request.getFollow())) {
            byte[] buffer = new byte[CHUNK];
            int count = console.read(buffer);
            while (count >= 0) {
                ByteString data = UnsafeByteOperations.unsafeWrap(Arrays.copyOf(buffer, count));
                chunks.accept(VMLogsChunk.newBuilder().setData(data).build());
                count = console.read(buffer);
            }
        } catch (IOException e) {
            throw (Thread.currentThread().isInterrupted() ? Status.CANCELLED : Status.UNAVAILABLE)
                    .withDescription("Tried to read the console but failed because " + e.getMessage())
                    .withCause(e)
                    .asRuntimeException();
        }
    }

    private static MachineSelector selector(String text) {
        return MachineSelector.parse(text)
                .orElseThrow(() -> Status.NOT_FOUND
                        .withDescription(
                                "There is no machine \"%s\". \"vmr list\" shows what there is.".formatted(text))
                        .asRuntimeException());
    }

    private static StopMode mode(int timeoutSeconds, boolean force) {
        if (force) {
            return new StopMode.Forced();
        }
        return timeoutSeconds == 0
                ? StopMode.STANDARD
                : new StopMode.Gracefully(Duration.ofSeconds(Integer.toUnsignedLong(timeoutSeconds)));
    }

    private interface Interruptible<T> {
        T run() throws InterruptedException;
    }

    private static <T> T done(Interruptible<T> work) {
        try {
            return work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.CANCELLED
                    .withDescription("The call was given up; the machine is as \"vmr list\" shows it.")
                    .withCause(e)
                    .asRuntimeException();
        }
    }
}
