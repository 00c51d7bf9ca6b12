package io.vmregistry.lsp.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The client's messages, without those that are larger than anything that is read: their bytes are passed over as they come,
 * so that no length in a header costs memory. What is no header is passed over too, up to the next one.
 */
public final class BoundedMessages extends InputStream {

    private static final int LONGEST_HEADER = 4 << 10;
    private static final int KEPT_OF_REFUSED = 4 << 10;
    private static final String LENGTH = "content-length:";

    private final InputStream in;
    private final long limit;
    private final Consumer<String> refused;
    private byte[] pending = new byte[0];
    private int at;
    private long left;

    /**
     * @param limit bytes of the largest message that is let through
     * @param refused is given the beginning of a message that is not
     */
    public BoundedMessages(InputStream in, long limit, Consumer<String> refused) {
        this.in = in;
        this.limit = limit;
        this.refused = refused;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == pending.length && left == 0 && !nextHeader()) {
            return -1;
        }
        if (at < pending.length) {
            int count = Math.min(length, pending.length - at);
            System.arraycopy(pending, at, into, offset, count);
            at += count;
            return count;
        }
        int count = in.read(into, offset, (int) Math.min(length, left));
        left -= Math.max(count, 0);
        return count;
    }

    /** Reads up to the body of the next message that is let through; false at the input's end. */
    private boolean nextHeader() throws IOException {
        while (true) {
            OptionalLong length = header();
            if (length.isEmpty()) {
                return false;
            }
            if (length.getAsLong() > limit) {
                passOver(length.getAsLong());
            } else if (length.getAsLong() > 0) {
                pending = "Content-Length: %d\r\n\r\n"
                        .formatted(length.getAsLong())
                        .getBytes(StandardCharsets.US_ASCII);
                at = 0;
                left = length.getAsLong();
                return true;
            }
        }
    }

    /** The body's length; 0 when the header names none that can be; empty at the input's end. */
    private OptionalLong header() throws IOException {
        long length = 0;
        while (true) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int next = in.read();
            while (next >= 0 && next != '\n') {
                if (line.size() < LONGEST_HEADER) {
                    line.write(next);
                }
                next = in.read();
            }
            if (next < 0) {
                return OptionalLong.empty();
            }
            String text = line.toString(StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
            if (text.isEmpty()) {
                return OptionalLong.of(length);
            }
            // Whatever stood before a header on its line, a message that was cut for instance, is not part of it.
            int start = text.lastIndexOf(LENGTH);
            if (start >= 0) {
                length = number(text.substring(start + LENGTH.length()).strip());
            }
        }
    }

    private static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private void passOver(long length) throws IOException {
        byte[] head = in.readNBytes((int) Math.min(length, KEPT_OF_REFUSED));
        refused.accept(new String(head, StandardCharsets.UTF_8));
        in.skipNBytes(Math.max(0, length - head.length));
    }

    @Override
    public int available() throws IOException {
        return at < pending.length ? pending.length - at : (int) Math.min(left, in.available());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
