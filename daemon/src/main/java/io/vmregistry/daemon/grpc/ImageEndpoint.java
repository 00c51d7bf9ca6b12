package io.vmregistry.daemon.grpc;

import com.google.protobuf.ByteString;
import io.vmregistry.client.transfer.ImagePull;
import io.vmregistry.client.transfer.ImagePush;
import io.vmregistry.client.transfer.TransferListener;
import io.vmregistry.daemon.image.ImageExports;
import io.vmregistry.daemon.image.ImageImport;
import io.vmregistry.daemon.image.ImageRemovals;
import io.vmregistry.daemon.image.ImportRequest;
import io.vmregistry.daemon.image.ImportedImage;
import io.vmregistry.daemon.image.LocalImages;
import io.vmregistry.daemon.image.LocalStore;
import io.vmregistry.daemon.image.TransferRequest;
import io.vmregistry.proto.v1.DeleteImageRequest;
import io.vmregistry.proto.v1.DeleteImageResponse;
import io.vmregistry.proto.v1.ExportImageRequest;
import io.vmregistry.proto.v1.ExportImageResponse;
import io.vmregistry.proto.v1.GarbageCollectRequest;
import io.vmregistry.proto.v1.GarbageCollectResponse;
import io.vmregistry.proto.v1.GetImageManifestRequest;
import io.vmregistry.proto.v1.GetImageManifestResponse;
import io.vmregistry.proto.v1.ImportImageMetadata;
import io.vmregistry.proto.v1.ImportImageRequest;
import io.vmregistry.proto.v1.ImportImageResponse;
import io.vmregistry.proto.v1.ListLocalImagesResponse;
import io.vmregistry.proto.v1.PruneImagesRequest;
import io.vmregistry.proto.v1.PruneImagesResponse;
import io.vmregistry.proto.v1.PullImageEvent;
import io.vmregistry.proto.v1.PullImageRequest;
import io.vmregistry.proto.v1.PullImageResponse;
import io.vmregistry.proto.v1.PushImageEvent;
import io.vmregistry.proto.v1.PushImageRequest;
import io.vmregistry.proto.v1.PushImageResponse;
import io.vmregistry.proto.v1.RegistryLogin;
import io.vmregistry.proto.v1.TagImageRequest;
import io.vmregistry.proto.v1.TagImageResponse;
import io.vmregistry.proto.v1.ValidateVMFileRequest;
import io.vmregistry.proto.v1.ValidateVMFileResponse;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.vmfile.VmFile;
import io.vmregistry.spec.vmfile.VmFiles;
import io.vmregistry.spec.yaml.Parsed;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The RPCs about images, in the words of the image domain. */
public final class ImageEndpoint {

    private static final String VMFILE = "VMFile";

    private final LocalStore store;

    public ImageEndpoint(LocalStore store) {
        this.store = store;
    }

    /** Begins an import; its disk is written to what this returns. */
    ImageImport beginImport(ImportImageMetadata metadata) {
        return store.imports()
                .begin(new ImportRequest(
                        metadata.getVmfile(),
                        Messages.text(metadata.getVmfileName()).orElse(VMFILE),
                        Messages.text(metadata.getName()),
                        metadata.getTagsList(),
                        metadata.getDiskSize() == 0 ? OptionalLong.empty() : OptionalLong.of(metadata.getDiskSize())));
    }

    ImportImageResponse importImage(ImportImageRequest request) {
        try (ImageImport arriving = beginImport(request.getMetadata())) {
            request.getDisk().asReadOnlyByteBufferList().forEach(arriving::write);
            return imported(arriving.finish());
        }
    }

    static ImportImageResponse imported(ImportedImage image) {
        return ImportImageResponse.newBuilder()
                .setRepository(image.repository().value())
                .setDigest(image.manifest().toString())
                .addAllTags(image.tags())
                .setDiskDigest(image.disk().toString())
                .setDiskSize(image.diskSize())
                .setVirtualSize(image.virtualSize().bytes())
                .addAllDiagnostics(Messages.diagnostics(image.warnings()))
                .build();
    }

    ExportImageResponse exportImage(ExportImageRequest request) {
        OptionalInt owner = Caller.CURRENT.get() instanceof Caller.LocalUser(int uid, int pid)
                ? OptionalInt.of(uid)
                : OptionalInt.empty();
        ImageExports.Exported exported =
                store.exports().export(request.getImage(), request.getOutputPath(), request.getOverwrite(), owner);
        return ExportImageResponse.newBuilder()
                .setOutputPath(exported.path().toString())
                .setSize(exported.size())
                .setDigest(exported.disk().toString())
                .build();
    }

    ListLocalImagesResponse listLocalImages() {
        return ListLocalImagesResponse.newBuilder()
                .addAllImages(
                        store.images().list().stream().map(Messages::image).toList())
                .build();
    }

    DeleteImageResponse deleteImage(DeleteImageRequest request) {
        ImageRemovals.Removed removed = store.removals().remove(request.getImage(), request.getForce());
        return DeleteImageResponse.newBuilder()
                .addAllUntagged(removed.untagged())
                .addAllDeleted(Stream.concat(removed.manifests().stream(), removed.blobs().stream())
                        .map(Digest::toString)
                        .toList())
                .setFreedBytes(removed.freedBytes())
                .build();
    }

    GetImageManifestResponse getImageManifest(GetImageManifestRequest request) {
        LocalImages.Content content = store.images().content(request.getImage());
        return GetImageManifestResponse.newBuilder()
                .setDigest(content.digest().toString())
                .setMediaType(content.mediaType())
                .setManifest(ByteString.copyFrom(content.manifest()))
                .setConfig(ByteString.copyFrom(content.config()))
                .build();
    }

    ValidateVMFileResponse validateVmFile(ValidateVMFileRequest request) {
        String name = Messages.text(request.getVmfileName()).orElse(VMFILE);
        Parsed<VmFile> parsed = VmFiles.parse(SourceText.of(name, request.getVmfile()));
        ValidateVMFileResponse.Builder response = ValidateVMFileResponse.newBuilder()
                .setValid(!parsed.hasErrors())
                .addAllDiagnostics(Messages.diagnostics(parsed.diagnostics()));
        parsed.value().map(Messages::vmfile).ifPresent(response::setVmfile);
        return response.build();
    }

    TagImageResponse tagImage(TagImageRequest request) {
        Digest digest = store.images().tag(request.getSource(), request.getTarget());
        return TagImageResponse.newBuilder()
                .setTarget(request.getTarget())
                .setDigest(digest.toString())
                .build();
    }

    GarbageCollectResponse garbageCollect(GarbageCollectRequest request) {
        ImageRemovals.Removed removed = store.removals().collectGarbage(request.getDryRun());
        return GarbageCollectResponse.newBuilder()
                .setBlobsRemoved(removed.blobs().size())
                .setManifestsRemoved(removed.manifests().size())
                .setFreedBytes(removed.freedBytes())
                .addAllRemoved(removed(removed))
                .build();
    }

    PruneImagesResponse pruneImages(PruneImagesRequest request) {
        ImageRemovals.Removed removed = store.removals().prune(request.getAll(), request.getDryRun());
        return PruneImagesResponse.newBuilder()
                .addAllRemoved(removed(removed))
                .setFreedBytes(removed.freedBytes())
                .build();
    }

    private static List<String> removed(ImageRemovals.Removed removed) {
        return Stream.concat(
                        removed.untagged().stream(),
                        Stream.concat(removed.manifests().stream(), removed.blobs().stream())
                                .map(Digest::toString))
                .toList();
    }

    PullImageResponse pullImage(PullImageRequest request) {
        return pull(request, TransferListener.silent());
    }

    void pullImageStream(PullImageRequest request, Consumer<PullImageEvent> events) {
        TransferListener listener = progress -> events.accept(PullImageEvent.newBuilder()
                .setProgress(Messages.progress(progress))
                .build());
        PullImageResponse result = pull(request, listener);
        events.accept(PullImageEvent.newBuilder().setResult(result).build());
    }

    private PullImageResponse pull(PullImageRequest request, TransferListener listener) {
        ImagePull.PulledImage pulled = store.transfers()
                .pull(
                        transfer(
                                request.getImage(),
                                request.getRegistryUrl(),
                                request.getAccessToken(),
                                request.getRegistryLoginsList()),
                        listener);
        return PullImageResponse.newBuilder()
                .setImage(request.getImage())
                .setDigest(pulled.digest().toString())
                .setTransferredBytes(pulled.transferredBytes())
                .setUpToDate(pulled.upToDate())
                .build();
    }

    PushImageResponse pushImage(PushImageRequest request) {
        return push(request, TransferListener.silent());
    }

    void pushImageStream(PushImageRequest request, Consumer<PushImageEvent> events) {
        TransferListener listener = progress -> events.accept(PushImageEvent.newBuilder()
                .setProgress(Messages.progress(progress))
                .build());
        PushImageResponse result = push(request, listener);
        events.accept(PushImageEvent.newBuilder().setResult(result).build());
    }

    private PushImageResponse push(PushImageRequest request, TransferListener listener) {
        ImagePush.PushedImage pushed = store.transfers()
                .push(
                        transfer(
                                request.getImage(),
                                request.getRegistryUrl(),
                                request.getAccessToken(),
                                request.getRegistryLoginsList()),
                        listener);
        return PushImageResponse.newBuilder()
                .setImage(request.getImage())
                .setDigest(pushed.digest().toString())
                .setTransferredBytes(pushed.transferredBytes())
                .build();
    }

    private static TransferRequest transfer(
            String image, String registryUrl, String accessToken, List<RegistryLogin> logins) {
        return new TransferRequest(
                image,
                Messages.text(registryUrl),
                Messages.text(accessToken),
                Messages.logins(logins),
                Caller.CURRENT.get().key());
    }
}
