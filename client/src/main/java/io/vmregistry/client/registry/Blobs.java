package io.vmregistry.client.registry;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.http.BodySink;
import io.vmregistry.client.http.HttpCall;
import io.vmregistry.client.http.HttpReply;
import io.vmregistry.client.registry.RegistryClient.ByteConsumer;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code HEAD|GET /<repository>/blobs/<digest>}. */
final class Blobs {

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

    private final Routes routes;
    private final Authorizer authorizer;

    Blobs(Routes routes, Authorizer authorizer) {
        this.routes = routes;
        this.authorizer = authorizer;
    }

    OptionalLong size(RepositoryName repository, Digest digest) {
        String tried = "ask " + routes.base() + " for blob " + digest + " of " + repository;
        HttpReply reply = authorizer.send(
                HttpCall.of("HEAD", routes.blob(repository, digest), tried), AccessScope.of(repository, Action.PULL));
        if (reply.status() == 404) {
            return OptionalLong.empty();
        }
        OptionalLong size = reply.orThrow().contentLength();
        if (size.isEmpty()) {
            throw new ClientException.Incomprehensible(tried, "the answer does not say how long the blob is");
        }
        return size;
    }

    void read(RepositoryName repository, Digest digest, long offset, long size, ByteConsumer consumer) {
        String tried = "read blob " + digest + " of " + repository + " from " + routes.base();
        HttpCall call = HttpCall.of("GET", routes.blob(repository, digest), tried)
                .header("Accept", "application/octet-stream, */*")
                .into(new Remainder(offset, size, consumer, tried));
        authorizer
                .send(
                        offset == 0 ? call : call.header("Range", "bytes=" + offset + "-"),
                        AccessScope.of(repository, Action.PULL))
                .orThrow();
    }

    /** The bytes behind the offset, whether the server honoured the range or began at the start. */
    private static final class Remainder implements BodySink {
        private final long offset;
        private final long size;
        private final ByteConsumer consumer;
        private final String tried;
        private long skip;
        private long position;

        Remainder(long offset, long size, ByteConsumer consumer, String tried) {
            this.offset = offset;
            this.size = size;
            this.consumer = consumer;
            this.tried = tried;
        }

        @Override
        public void begin(int status, HttpHeaders headers) {
            position = offset;
            skip = 0;
            if (status == 206) {
                check(headers.firstValue("Content-Range").orElse(""));
                return;
            }
            skip = offset;
            long length = headers.firstValueAsLong("Content-Length").orElse(size);
            if (length != size) {
                throw new ClientException.Incomprehensible(
                        tried, "the registry's blob has " + length + " bytes, but the manifest says " + size);
            }
        }

        private void check(String header) {
            Matcher range = CONTENT_RANGE.matcher(header);
            boolean right = range.matches()
                    && Long.parseLong(range.group(1)) == offset
                    && (range.group(3).equals("*") || Long.parseLong(range.group(3)) == size);
            if (!right) {
                throw new ClientException.Incomprehensible(
                        tried,
                        "the registry answered the range \"" + header + "\" when asked for bytes from " + offset
                                + " of " + size);
            }
        }

        @Override
        public void write(ByteBuffer bytes) {
            int ignored = (int) Math.min(skip, bytes.remaining());
            skip -= ignored;
            bytes.position(bytes.position() + ignored);
            if (position + bytes.remaining() > size) {
                throw new ClientException.Incomprehensible(
                        tried, "the registry sends more than the " + size + " bytes that the manifest says");
            }
            position += bytes.remaining();
            if (bytes.hasRemaining()) {
                consumer.accept(bytes);
            }
        }
    }
}
