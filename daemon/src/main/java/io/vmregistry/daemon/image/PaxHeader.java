package io.vmregistry.daemon.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What an extended header says of the next file: records {@code <length> <key>=<value>\n}, the length in bytes. */
record PaxHeader(Map<String, String> values) {

    PaxHeader {
        values = Map.copyOf(values);
    }

    static PaxHeader parse(byte[] content) throws IOException {
        Map<String, String> values = new HashMap<>();
        int at = 0;
        while (at < content.length) {
            int space = at;
            while (space < content.length && content[space] != ' ') {
                space++;
            }
            int end = at + length(new String(content, at, space - at, UTF_8));
            int equals = space;
            while (equals < Math.min(end, content.length) && content[equals] != '=') {
                equals++;
            }
            if (end > content.length || equals >= end - 1) {
                throw new IOException("a header of the archive is damaged");
            }
            values.put(
                    new String(content, space + 1, equals - space - 1, UTF_8),
                    new String(content, equals + 1, end - equals - 2, UTF_8));
            at = end;
        }
        PaxHeader header = new PaxHeader(values);
        if (header.value("size").filter(size -> !size.matches("[0-9]{1,18}")).isPresent()) {
            throw new IOException("a header of the archive is damaged");
        }
        return header;
    }

    private static int length(String text) throws IOException {
        if (!text.matches("[1-9][0-9]{0,6}")) {
            throw new IOException("a header of the archive is damaged");
        }
        return Integer.parseInt(text);
    }

    Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    boolean isSparse() {
        return values.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."));
    }
}
