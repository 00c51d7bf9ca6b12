package io.vmregistry.lsp.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.lsp4j.jsonrpc.MessageIssueHandler;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.json.StreamMessageProducer;

/**
 * Takes each message from the stream whole before it is read as JSON. One that is malformed would otherwise be left in the
 * stream from its fault on, and what follows would be taken for its header for ever.
 */
final class WholeMessages extends StreamMessageProducer {

    WholeMessages(InputStream in, MessageJsonHandler json, MessageIssueHandler issues) {
        super(in, json, issues);
    }

    @Override
    protected boolean handleMessage(InputStream input, Headers headers) {
        try {
            byte[] message = input.readNBytes(Math.max(0, headers.contentLength));
            return super.handleMessage(new ByteArrayInputStream(message), headers);
        } catch (IOException e) {
            fireStreamClosed(e);
            return false;
        }
    }
}
