package io.vmregistry.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.UploadOwner;
import io.vmregistry.store.s3.Bucket.Stored;
import io.vmregistry.store.s3.Multiparts.Part;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What another process has to know to continue an upload. In the object {@code uploads/<uuid>/session} the bytes follow
 * that are in no part yet: so state and bytes are written at once, or not.
 *
 * @param expected the digest that was announced, when one was
 * @param key where the parts go
 * @param multipart the multipart upload that they belong to, once there is a part
 * @param parts what the object store holds, exactly: a completion that finds others fails
 * @param tail bytes behind the parts
 * @param hash saved hash of parts and tail; empty when there is a byte but this runtime cannot save
 */
record UploadSession(
        UploadOwner owner,
        Digest.Algorithm algorithm,
        Optional<Digest> expected,
        String key,
        Optional<String> multipart,
        List<Part> parts,
        long tail,
        Optional<byte[]> hash) {

    private static final int FORMAT = 1;
    private static final String OWNER = "vmr-owner";

    UploadSession {
        parts = List.copyOf(parts);
    }

    long offset() {
        return inParts() + tail;
    }

    long inParts() {
        return parts.stream().mapToLong(Part::size).sum();
    }

    /** With a multipart upload for the parts to come. */
    UploadSession begun(String id) {
        return new UploadSession(owner, algorithm, expected, key, Optional.of(id), parts, tail, hash);
    }

    /** With these parts and nothing behind them. */
    UploadSession grown(List<Part> all, Optional<byte[]> hashOfParts) {
        return new UploadSession(owner, algorithm, expected, key, multipart, all, 0, hashOfParts);
    }

    /** With these bytes behind the parts. */
    UploadSession closed(long bytes, Optional<byte[]> hashOfAll) {
        return new UploadSession(owner, algorithm, expected, key, multipart, parts, bytes, hashOfAll);
    }

    /** Metadata that tells the owner without the session being read. */
    Map<String, String> mark() {
        return Map.of(OWNER, markOf(owner));
    }

    static boolean isMarked(Stored session, UploadOwner owner) {
        return markOf(owner).equals(session.metadata().get(OWNER));
    }

    private static String markOf(UploadOwner owner) {
        return Digest.of((owner.repository() + "\n" + owner.subject()).getBytes(UTF_8))
                .hex();
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeUTF(owner.repository().value());
            out.writeUTF(owner.subject());
            out.writeUTF(algorithm.name());
            out.writeUTF(expected.map(Digest::toString).orElse(""));
            out.writeUTF(key);
            out.writeUTF(multipart.orElse(""));
            out.writeInt(parts.size());
            for (Part part : parts) {
                out.writeLong(part.size());
                out.writeUTF(part.entityTag());
            }
            out.writeLong(tail);
            byte[] state = hash.orElse(new byte[0]);
            out.writeInt(state.length);
            out.write(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads what {@link #toBytes} wrote, and no further. */
    static UploadSession read(DataInputStream in) throws IOException {
        int format = in.readUnsignedByte();
        if (format != FORMAT) {
            throw new IOException("an upload's session of format " + format + "; this version knows " + FORMAT);
        }
        UploadOwner owner = new UploadOwner(new RepositoryName(in.readUTF()), in.readUTF());
        Digest.Algorithm algorithm = Digest.Algorithm.valueOf(in.readUTF());
        Optional<Digest> expected = Digest.parse(in.readUTF());
        String key = in.readUTF();
        Optional<String> multipart = Optional.of(in.readUTF()).filter(id -> !id.isEmpty());
        int count = in.readInt();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(new Part(in.readLong(), in.readUTF()));
        }
        long tail = in.readLong();
        Optional<byte[]> hash = Optional.of(in.readNBytes(in.readInt())).filter(state -> state.length > 0);
        return new UploadSession(owner, algorithm, expected, key, multipart, parts, tail, hash);
    }
}
