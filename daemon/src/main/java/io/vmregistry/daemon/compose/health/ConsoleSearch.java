package io.vmregistry.daemon.compose.health;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks for a line in a growing log, each time where it stopped the last time. Once found, it stays found. */
final class ConsoleSearch {

    /** What is kept of a line that never ends, in characters. */
    private static final int MAX_LINE = 64 * 1024;

    private static final int CHUNK = 64 * 1024;

    private long position;
    private String line = "";
    private boolean found;

    /** Empty when a line matched; otherwise why not. */
    synchronized Optional<String> search(Path log, String pattern) {
        if (found) {
            return Optional.empty();
        }
        Pattern wanted = Pattern.compile(pattern);
        try (FileChannel channel = FileChannel.open(log)) {
            if (channel.size() < position) {
                position = 0;
                line = "";
            }
            channel.position(position);
            InputStream input = Channels.newInputStream(channel);
            byte[] chunk = new byte[CHUNK];
            int read = input.read(chunk);
            while (read > 0 && !found) {
                position += read;
                take(new String(chunk, 0, read, StandardCharsets.UTF_8), wanted);
                read = input.read(chunk);
            }
        } catch (NoSuchFileException e) {
            return Optional.of("the console has said nothing yet");
        } catch (IOException e) {
            return Optional.of("the console's log cannot be read: " + e.getMessage());
        }
        return found ? Optional.empty() : Optional.of("no line of the console matches \"" + pattern + "\" yet");
    }

    private void take(String text, Pattern wanted) {
        String[] lines = (line + text).split("\\R", -1);
        for (String candidate : lines) {
            // The last one may be unfinished, as a login prompt is: it is looked at again when it has grown.
            found = found || wanted.matcher(candidate).find();
        }
        String last = lines[lines.length - 1];
        line = last.length() > MAX_LINE ? last.substring(last.length() - MAX_LINE) : last;
    }
}
