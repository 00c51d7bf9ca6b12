package io.vmregistry.daemon.grpc;

import static io.vmregistry.daemon.grpc.Answers.answer;
import static io.vmregistry.daemon.grpc.Answers.answerUnlessCancelled;
import static io.vmregistry.daemon.grpc.Answers.stream;

import io.grpc.stub.StreamObserver;
import io.vmregistry.proto.v1.ComposeAction;
import io.vmregistry.proto.v1.ComposeDownEvent;
import io.vmregistry.proto.v1.ComposeDownRequest;
import io.vmregistry.proto.v1.ComposeDownResponse;
import io.vmregistry.proto.v1.ComposePlanRequest;
import io.vmregistry.proto.v1.ComposePsRequest;
import io.vmregistry.proto.v1.ComposePsResponse;
import io.vmregistry.proto.v1.ComposeRestartRequest;
import io.vmregistry.proto.v1.ComposeRestartResponse;
import io.vmregistry.proto.v1.ComposeUpEvent;
import io.vmregistry.proto.v1.ComposeUpRequest;
import io.vmregistry.proto.v1.ComposeUpResponse;
import io.vmregistry.proto.v1.ComposeValidateRequest;
import io.vmregistry.proto.v1.ComposeValidateResponse;
import io.vmregistry.proto.v1.DeleteImageRequest;
import io.vmregistry.proto.v1.DeleteImageResponse;
import io.vmregistry.proto.v1.DeleteVMRequest;
import io.vmregistry.proto.v1.DeleteVMResponse;
import io.vmregistry.proto.v1.Empty;
import io.vmregistry.proto.v1.ExportImageRequest;
import io.vmregistry.proto.v1.ExportImageResponse;
import io.vmregistry.proto.v1.GarbageCollectRequest;
import io.vmregistry.proto.v1.GarbageCollectResponse;
import io.vmregistry.proto.v1.GetImageManifestRequest;
import io.vmregistry.proto.v1.GetImageManifestResponse;
import io.vmregistry.proto.v1.HealthCheckResponse;
import io.vmregistry.proto.v1.ImportImageRequest;
import io.vmregistry.proto.v1.ImportImageResponse;
import io.vmregistry.proto.v1.ImportImageStreamRequest;
import io.vmregistry.proto.v1.InspectVMRequest;
import io.vmregistry.proto.v1.InspectVMResponse;
import io.vmregistry.proto.v1.ListLocalImagesResponse;
import io.vmregistry.proto.v1.ListVMsResponse;
import io.vmregistry.proto.v1.LoginRequest;
import io.vmregistry.proto.v1.LoginResponse;
import io.vmregistry.proto.v1.LogoutRequest;
import io.vmregistry.proto.v1.LogoutResponse;
import io.vmregistry.proto.v1.PruneImagesRequest;
import io.vmregistry.proto.v1.PruneImagesResponse;
import io.vmregistry.proto.v1.PsVMsResponse;
import io.vmregistry.proto.v1.PullImageEvent;
import io.vmregistry.proto.v1.PullImageRequest;
import io.vmregistry.proto.v1.PullImageResponse;
import io.vmregistry.proto.v1.PushImageEvent;
import io.vmregistry.proto.v1.PushImageRequest;
import io.vmregistry.proto.v1.PushImageResponse;
import io.vmregistry.proto.v1.RegisterRequest;
import io.vmregistry.proto.v1.RegisterResponse;
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
import io.vmregistry.proto.v1.TagImageRequest;
import io.vmregistry.proto.v1.TagImageResponse;
import io.vmregistry.proto.v1.VMLogsChunk;
import io.vmregistry.proto.v1.VMLogsRequest;
import io.vmregistry.proto.v1.VMServiceGrpc;
import io.vmregistry.proto.v1.ValidateVMFileRequest;
import io.vmregistry.proto.v1.ValidateVMFileResponse;

/**
 * The protocol's service: each RPC goes to its domain's endpoint. What is not built is in {@link UnbuiltRpcs}; a test
 * holds that every RPC is either here or there.
 */
public final class VmService extends VMServiceGrpc.VMServiceImplBase {

    private final SessionEndpoint sessions;
    private final SystemEndpoint system;
    private final ImageEndpoint images;
    private final MachineEndpoint machines;
    private final ComposeEndpoint compose;

    public VmService(
            SessionEndpoint sessions,
            SystemEndpoint system,
            ImageEndpoint images,
            MachineEndpoint machines,
            ComposeEndpoint compose) {
        this.sessions = sessions;
        this.system = system;
        this.images = images;
        this.machines = machines;
        this.compose = compose;
    }

    // Sessions and the daemon itself

    @Override
    public void login(LoginRequest request, StreamObserver<LoginResponse> responses) {
        answer(responses, () -> sessions.login(request));
    }

    @Override
    public void logout(LogoutRequest request, StreamObserver<LogoutResponse> responses) {
        answer(responses, () -> sessions.logout(request));
    }

    @Override
    public void register(RegisterRequest request, StreamObserver<RegisterResponse> responses) {
        answer(responses, () -> sessions.register(request));
    }

    @Override
    public void healthCheck(Empty request, StreamObserver<HealthCheckResponse> responses) {
        answer(responses, system::healthCheck);
    }

    // Images

    @Override
    public void pullImage(PullImageRequest request, StreamObserver<PullImageResponse> responses) {
        answerUnlessCancelled(responses, () -> images.pullImage(request));
    }

    @Override
    public void pullImageStream(PullImageRequest request, StreamObserver<PullImageEvent> responses) {
        stream(responses, events -> images.pullImageStream(request, events));
    }

    @Override
    public void pushImage(PushImageRequest request, StreamObserver<PushImageResponse> responses) {
        answerUnlessCancelled(responses, () -> images.pushImage(request));
    }

    @Override
    public void pushImageStream(PushImageRequest request, StreamObserver<PushImageEvent> responses) {
        stream(responses, events -> images.pushImageStream(request, events));
    }

    @Override
    public StreamObserver<ImportImageStreamRequest> importImageStream(StreamObserver<ImportImageResponse> responses) {
        return ImportStream.begin(images, responses);
    }

    @Override
    public void listLocalImages(Empty request, StreamObserver<ListLocalImagesResponse> responses) {
        answer(responses, images::listLocalImages);
    }

    @Override
    public void importImage(ImportImageRequest request, StreamObserver<ImportImageResponse> responses) {
        answer(responses, () -> images.importImage(request));
    }

    @Override
    public void exportImage(ExportImageRequest request, StreamObserver<ExportImageResponse> responses) {
        answer(responses, () -> images.exportImage(request));
    }

    @Override
    public void deleteImage(DeleteImageRequest request, StreamObserver<DeleteImageResponse> responses) {
        answer(responses, () -> images.deleteImage(request));
    }

    @Override
    public void getImageManifest(GetImageManifestRequest request, StreamObserver<GetImageManifestResponse> responses) {
        answer(responses, () -> images.getImageManifest(request));
    }

    @Override
    public void validateVMFile(ValidateVMFileRequest request, StreamObserver<ValidateVMFileResponse> responses) {
        answer(responses, () -> images.validateVmFile(request));
    }

    @Override
    public void tagImage(TagImageRequest request, StreamObserver<TagImageResponse> responses) {
        answer(responses, () -> images.tagImage(request));
    }

    @Override
    public void garbageCollect(GarbageCollectRequest request, StreamObserver<GarbageCollectResponse> responses) {
        answer(responses, () -> images.garbageCollect(request));
    }

    @Override
    public void pruneImages(PruneImagesRequest request, StreamObserver<PruneImagesResponse> responses) {
        answer(responses, () -> images.pruneImages(request));
    }

    // Compose

    @Override
    public void composeUp(ComposeUpRequest request, StreamObserver<ComposeUpResponse> responses) {
        answer(responses, () -> compose.composeUp(request));
    }

    @Override
    public void composeUpStream(ComposeUpRequest request, StreamObserver<ComposeUpEvent> responses) {
        stream(responses, events -> compose.composeUpStream(request, events));
    }

    @Override
    public void composeDown(ComposeDownRequest request, StreamObserver<ComposeDownResponse> responses) {
        answer(responses, () -> compose.composeDown(request));
    }

    @Override
    public void composeDownStream(ComposeDownRequest request, StreamObserver<ComposeDownEvent> responses) {
        stream(responses, events -> compose.composeDownStream(request, events));
    }

    @Override
    public void composePs(ComposePsRequest request, StreamObserver<ComposePsResponse> responses) {
        answer(responses, () -> compose.composePs(request));
    }

    @Override
    public void composeRestart(ComposeRestartRequest request, StreamObserver<ComposeRestartResponse> responses) {
        answer(responses, () -> compose.composeRestart(request));
    }

    @Override
    public void composeValidate(ComposeValidateRequest request, StreamObserver<ComposeValidateResponse> responses) {
        answer(responses, () -> compose.composeValidate(request));
    }

    @Override
    public void composePlan(ComposePlanRequest request, StreamObserver<ComposeAction> responses) {
        stream(responses, events -> compose.composePlan(request, events));
    }

    // Machines

    @Override
    public void runVM(RunVMRequest request, StreamObserver<RunVMResponse> responses) {
        answer(responses, () -> machines.run(request));
    }

    @Override
    public void startVM(StartVMRequest request, StreamObserver<StartVMResponse> responses) {
        answer(responses, () -> machines.start(request));
    }

    @Override
    public void stopVM(StopVMRequest request, StreamObserver<StopVMResponse> responses) {
        answerUnlessCancelled(responses, () -> machines.stop(request));
    }

    @Override
    public void restartVM(RestartVMRequest request, StreamObserver<RestartVMResponse> responses) {
        answerUnlessCancelled(responses, () -> machines.restart(request));
    }

    @Override
    public void deleteVM(DeleteVMRequest request, StreamObserver<DeleteVMResponse> responses) {
        answer(responses, () -> machines.delete(request));
    }

    @Override
    public void suspendVM(SuspendVMRequest request, StreamObserver<SuspendVMResponse> responses) {
        answer(responses, () -> machines.suspend(request));
    }

    @Override
    public void resumeVM(ResumeVMRequest request, StreamObserver<ResumeVMResponse> responses) {
        answer(responses, () -> machines.resume(request));
    }

    @Override
    public void inspectVM(InspectVMRequest request, StreamObserver<InspectVMResponse> responses) {
        answer(responses, () -> machines.inspect(request));
    }

    @Override
    public void psVMs(Empty request, StreamObserver<PsVMsResponse> responses) {
        answer(responses, machines::ps);
    }

    @Override
    public void listVMs(Empty request, StreamObserver<ListVMsResponse> responses) {
        answer(responses, machines::list);
    }

    @Override
    public void vMLogs(VMLogsRequest request, StreamObserver<VMLogsChunk> responses) {
        stream(responses, chunks -> machines.logs(request, chunks));
    }
}
