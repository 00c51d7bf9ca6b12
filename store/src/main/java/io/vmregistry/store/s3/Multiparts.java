package io.vmregistry.store.s3;

import static io.vmregistry.store.s3.S3Faults.call;

import io.vmregistry.store.s3.Bucket.Body;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Multipart uploads of one bucket, with faults classified. */
final class Multiparts {

    private final S3Client client;
    private final String bucket;

    Multiparts(Bucket bucket) {
        this.client = bucket.client();
        this.bucket = bucket.name();
    }

    /** A part as the object store has it: what a completion has to find again, or it fails. */
    record Part(long size, String entityTag) {}

    /** An upload that was begun and neither completed nor aborted. */
    record Pending(String key, String id, Instant initiated) {}

    /** What a completion came to. */
    enum Completion {
        DONE,
        /** There is no such upload: it was aborted, or completed by a call whose answer was lost. */
        UNKNOWN,
        /** A part is not the one that was recorded: somebody else wrote it. */
        OTHER_PARTS
    }

    String begin(String key) {
        return call(
                "begin an upload to " + key,
                () -> client.createMultipartUpload(
                                request -> request.bucket(bucket).key(key))
                        .uploadId());
    }

    /** Empty when there is no such upload any more. */
    Optional<Part> put(String key, String id, int number, Body body) {
        return call("upload part " + number + " of " + key, () -> {
            try {
                String tag = client.uploadPart(
                                request -> request.bucket(bucket)
                                        .key(key)
                                        .uploadId(id)
                                        .partNumber(number)
                                        .contentLength(body.length()),
                                body.toRequest())
                        .eTag();
                return Optional.of(new Part(body.length(), tag));
            } catch (S3Exception e) {
                if (S3Faults.code(e).equals("NoSuchUpload")) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    Completion complete(String key, String id, List<Part> parts) {
        List<CompletedPart> named = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            named.add(CompletedPart.builder()
                    .partNumber(i + 1)
                    .eTag(parts.get(i).entityTag())
                    .build());
        }
        CompletedMultipartUpload all =
                CompletedMultipartUpload.builder().parts(named).build();
        return call("complete the upload to " + key, () -> {
            try {
                client.completeMultipartUpload(
                        request -> request.bucket(bucket).key(key).uploadId(id).multipartUpload(all));
                return Completion.DONE;
            } catch (S3Exception e) {
                return switch (S3Faults.code(e)) {
                    case "NoSuchUpload" -> Completion.UNKNOWN;
                    case "InvalidPart" -> Completion.OTHER_PARTS;
                    default -> throw e;
                };
            }
        });
    }

    /** Drops an upload and its parts. That there is none is no error. */
    void abort(String key, String id) {
        call("abort the upload to " + key, () -> {
            try {
                client.abortMultipartUpload(
                        request -> request.bucket(bucket).key(key).uploadId(id));
            } catch (AwsServiceException e) {
                if (!S3Faults.isMissing(e)) {
                    throw e;
                }
            }
            return true;
        });
    }

    /** Every upload that was begun before the given time and is neither completed nor aborted. */
    List<Pending> begunBefore(Instant time) {
        return call("list the uploads", () -> {
            List<Pending> found = new ArrayList<>();
            client.listMultipartUploadsPaginator(request -> request.bucket(bucket)).uploads().stream()
                    .filter(upload -> upload.initiated().isBefore(time))
                    .map(Multiparts::pending)
                    .forEach(found::add);
            return found;
        });
    }

    private static Pending pending(MultipartUpload upload) {
        return new Pending(upload.key(), upload.uploadId(), upload.initiated());
    }

    /** Whether a part was added to it since the given time. */
    boolean grewSince(Pending upload, Instant time) {
        return call("list the parts of " + upload.key(), () -> {
            try {
                return client
                        .listPartsPaginator(request ->
                                request.bucket(bucket).key(upload.key()).uploadId(upload.id()))
                        .parts()
                        .stream()
                        .anyMatch(part -> !part.lastModified().isBefore(time));
            } catch (AwsServiceException e) {
                if (S3Faults.isMissing(e)) {
                    return true;
                }
                throw e;
            }
        });
    }
}
