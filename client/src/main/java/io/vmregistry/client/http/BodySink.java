package io.vmregistry.client.http;

import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;

/**
 * Takes the body of a successful answer, piece by piece. Calls come one after another. What it throws ends the exchange
 * and reaches the caller unchanged.
 */
public interface BodySink {

    /** The answer's head, before its first byte. Not called for a status of 300 and more. */
    void begin(int status, HttpHeaders headers);

    /** The next bytes; the buffer belongs to the sink only during the call. */
    void write(ByteBuffer bytes);
}
