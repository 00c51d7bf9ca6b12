package io.vmregistry.e2e.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What processes used, as the kernel and the JVM's own log tell it ({@code proc(5)}). */
public final class Usage {

    /** Clock ticks a second of {@code /proc}: {@code USER_HZ} is 100 on every Linux that Java runs on. */
    private static final double TICKS = 100;

    private static final int USER_TIME = 13;
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->(\\d+)M\\((\\d+)M\\)");

    private Usage() {}

    /** CPU seconds of a running process. */
    public static double cpuOf(long pid) throws IOException {
        return ticks(pid, USER_TIME) / TICKS;
    }

    /** CPU seconds of all children of this process that have ended. */
    static double cpuOfEndedChildren() throws IOException {
        return ticks(ProcessHandle.current().pid(), USER_TIME + 2) / TICKS;
    }

    private static long ticks(long pid, int field) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // The second field is the program's name in parentheses and may hold spaces; the third is fields[0] here.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[field - 2]) + Long.parseLong(fields[field - 1]);
    }

    /** The most memory a process had resident since {@link #forgetPeak}, in MiB; 0 when it has ended. */
    public static long peakOf(long pid) throws IOException {
        try {
            Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
            return peak.find() ? Long.parseLong(peak.group(1)) / 1024 : 0;
        } catch (NoSuchFileException ended) {
            return 0;
        } catch (IOException endedMeanwhile) {
            if (ProcessHandle.of(pid).isEmpty()) {
                return 0;
            }
            throw endedMeanwhile;
        }
    }

    /** The memory that a process has resident, in MiB. */
    public static long residentOf(long pid) throws IOException {
        Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
        return resident.find() ? Long.parseLong(resident.group(1)) / 1024 : 0;
    }

    /** Lets the kernel count a process' peak anew. */
    public static void forgetPeak(long pid) throws IOException {
        Files.writeString(Path.of("/proc/" + pid + "/clear_refs"), "5");
    }

    /** The most heap, in MiB, that was in use before any collection that a JVM's {@code -Xlog:gc} file tells of. */
    static long peakHeap(Path log) throws IOException {
        if (Files.notExists(log)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(COLLECTION::matcher)
                    .filter(Matcher::find)
                    .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                    .max()
                    .orElse(0);
        }
    }

    /** The middle of a list, or of its two middle ones the lower. */
    public static double median(List<Double> values) {
        return values.stream().sorted().toList().get((values.size() - 1) / 2);
    }
}
