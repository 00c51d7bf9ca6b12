package io.vmregistry.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.manifest.StoredManifest;
import io.vmregistry.store.s3.Bucket.Body;
import io.vmregistry.store.s3.Bucket.Content;
import java.io.ByteArrayInputStream;
import java.io.SequenceInputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Map;

/**
 * A manifest as one object, so that one request reads it and one replaces it. Its media type is metadata, encoded as in a
 * URL. One that is too long for that, which no media type is but clients can make up, follows the content, whose length
 * is then the metadata.
 */
final class ManifestObject {

    private static final String MEDIA_TYPE = "vmr-media-type";
    private static final String LENGTH = "vmr-length";

    /** Metadata of an object is 2 KiB in all. */
    private static final int LONGEST = 1_500;

    private ManifestObject() {}

    static void write(Bucket bucket, String key, StoredManifest manifest) {
        String type = URLEncoder.encode(manifest.mediaType(), UTF_8);
        if (type.length() <= LONGEST) {
            bucket.put(key, new Body(manifest.size(), manifest::stream), Map.of(MEDIA_TYPE, type));
            return;
        }
        byte[] after = manifest.mediaType().getBytes(UTF_8);
        Body both = new Body(
                (long) manifest.size() + after.length,
                () -> new SequenceInputStream(manifest.stream(), new ByteArrayInputStream(after)));
        bucket.put(key, both, Map.of(LENGTH, Integer.toString(manifest.size())));
    }

    static StoredManifest read(Digest digest, Content object) {
        byte[] bytes = object.bytes();
        String length = object.metadata().get(LENGTH);
        if (length == null) {
            String type = object.metadata().getOrDefault(MEDIA_TYPE, "");
            return new StoredManifest(digest, URLDecoder.decode(type, UTF_8), bytes);
        }
        int end = Integer.parseInt(length);
        return new StoredManifest(digest, new String(bytes, end, bytes.length - end, UTF_8), Arrays.copyOf(bytes, end));
    }
}
