package io.vmregistry.daemon.compose.health;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for a line in a growing log, each time where it stopped the last time. Once found, it stays found. The guest writes the
 * log and the user the pattern, and together they can make a match take for ever: a look ends when its time is over.
 */
final class ConsoleSearch {

    /** What a match sees of a line at a time, in characters, and what is kept of one that never ends. */
    private static final int MAX_LINE = 4 * 1024;

    private static final int CHUNK = 64 * 1024;

    private long position;
    private String line = "";
    private boolean found;

    /** Empty when a line matched; otherwise why not. What was not come to within the timeout is looked at the next time. */
    synchronized Optional<String> search(Path log, String pattern, Duration timeout) {
        if (found) {
            return Optional.empty();
        }
        Pattern wanted = Pattern.compile(pattern);
        Deadline deadline = Deadline.in(timeout);
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
                take(new String(chunk, 0, read, StandardCharsets.UTF_8), wanted, deadline);
                position += read;
                if (!found) {
                    deadline.check();
                    read = input.read(chunk);
                }
            }
        } catch (NoSuchFileException e) {
            return Optional.of("the console has said nothing yet");
        } catch (TimeOverException e) {
            return Optional.of(
                    "looking for \"" + pattern + "\" in the console takes longer than " + timeout.toMillis() + " ms");
        } catch (IOException e) {
            return Optional.of("the console's log cannot be read: " + e.getMessage());
        }
        return found ? Optional.empty() : Optional.of("no line of the console matches \"" + pattern + "\" yet");
    }

    private void take(String text, Pattern wanted, Deadline deadline) {
        String[] lines = (line + text).split("\\R", -1);
        for (String candidate : lines) {
            // The last one may be unfinished, as a login prompt is: it is looked at again when it has grown.
            found = found || matches(candidate, wanted, deadline);
        }
        String last = lines[lines.length - 1];
        line = last.length() > MAX_LINE ? last.substring(last.length() - MAX_LINE) : last;
    }

    /** A long line is looked at in pieces that overlap by half; only its own ends are ends for the pattern. */
    private static boolean matches(String line, Pattern wanted, Deadline deadline) {
        Matcher matcher = wanted.matcher(new Watched(line, deadline)).useAnchoringBounds(false);
        int begin = 0;
        while (begin + MAX_LINE < line.length()) {
            if (matcher.region(begin, begin + MAX_LINE).find()) {
                return true;
            }
            begin += MAX_LINE / 2;
        }
        return matcher.region(begin, line.length()).find();
    }

    /** The look's time is over, or nobody wants it any more. */
    private static final class TimeOverException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TimeOverException() {
            super("the time is over", null, false, false);
        }
    }

    /** When a look has to end, on the monotonic clock. */
    private record Deadline(long nanos) {

        static Deadline in(Duration timeout) {
            return new Deadline(System.nanoTime() + timeout.toNanos());
        }

        void check() {
            if (System.nanoTime() - nanos > 0 || Thread.currentThread().isInterrupted()) {
                throw new TimeOverException();
            }
        }
    }

    /** Text that cannot be read any more after the deadline: nothing else ends a match that backtracks. */
    private static final class Watched implements CharSequence {

        private static final int READS_BETWEEN_CHECKS = 1024;

        private final CharSequence text;
        private final Deadline deadline;
        private int reads;

        Watched(CharSequence text, Deadline deadline) {
            this.text = text;
            this.deadline = deadline;
        }

        @Override
        public char charAt(int index) {
            reads++;
            if (reads % READS_BETWEEN_CHECKS == 0) {
                deadline.check();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Watched(text.subSequence(start, end), deadline);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
