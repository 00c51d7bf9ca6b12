package io.vmregistry.client.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;

/** A request's body. It can be opened again, because a request can have to be sent again. */
public interface BodySource {

    /** Bytes that every opened channel yields. */
    long length();

    /** A channel at the first byte. The caller closes it. */
    ReadableByteChannel open() throws IOException;

    /** Called as bytes are handed to the connection, with how many; another opening starts counting anew. */
    default void moved(long bytes) {}

    static BodySource of(byte[] content) {
        byte[] kept = content.clone();
        return new BodySource() {
            @Override
            public long length() {
                return kept.length;
            }

            @Override
            public ReadableByteChannel open() {
                return Channels.newChannel(new ByteArrayInputStream(kept));
            }
        };
    }
}
